using System.Reflection;
using DbUp;
using DbUp.Builder;
using DbUp.Engine;
using DbUp.Sqlite.Helpers;
using Microsoft.Data.Sqlite;

namespace Barograph.Storage.Sqlite;

/// <summary>
/// The numbered scripts of the folder Migrations, applied by DbUp, which keeps a journal of them in the table SchemaVersions.
/// Each script and its line in the journal are one transaction, so a start that is killed half-way is completed by the next one.
/// </summary>
internal static class SqliteMigrations
{
    // "Baro", set by the first script.
    private const long ApplicationId = 0x4261726F;

    private const string ResourcePrefix = "Barograph.Storage.Sqlite.Migrations.";

    /// <summary>True if the file, of any version up to this one or empty, has scripts to come. Changes nothing.</summary>
    /// <exception cref="StoreRefusedException">The file is newer than this program, or another program's.</exception>
    public static bool AreDue(SqliteConnection connection, string path)
    {
        List<string> applied = Applied(connection, path);
        string? unknown = applied.Find(name => !Array.Exists(Scripts, script => script.Name == name));
        if (unknown is not null)
            throw new StoreRefusedException(
                $"{path} was made by a newer Barograph (it has {unknown}; this one ends with {Latest}). "
                + "Install that version or a later one.");
        return Array.Exists(Scripts, script => !applied.Contains(script.Name));
    }

    /// <summary>Makes sure that a file is a store of this or an earlier version, made by the server. Changes nothing.</summary>
    /// <exception cref="StoreRefusedException">It is none.</exception>
    public static void DemandStore(SqliteConnection connection, string path)
    {
        if ((long)connection.Scalar("PRAGMA application_id")! != ApplicationId)
            throw new StoreRefusedException($"{path} is not a store of Barograph. Give the file of a store, or of a backup of one.");
        AreDue(connection, path);
    }

    /// <summary>Brings an empty or older file to this version.</summary>
    public static void Apply(SqliteConnection connection, string path)
    {
        UpgradeEngineBuilder builder = DeployChanges.To
            .SqliteDatabase(new SharedConnection(connection))
            .WithScripts(Scripts)
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            .LogToNowhere();
        DatabaseUpgradeResult result = builder.Build().PerformUpgrade();
        if (!result.Successful)
            throw result.Error is SqliteException
                ? result.Error
                : new StoreRefusedException($"Migrating {path} failed: {result.Error.Message}", result.Error);
    }

    /// <summary>The last script of this program, which names the schema's version.</summary>
    public static string Latest => Scripts[^1].Name;

    private static readonly SqlScript[] Scripts = ReadScripts();

    private static List<string> Applied(SqliteConnection connection, string path)
    {
        if (connection.Scalar("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'SchemaVersions'") is not null)
            return connection.Rows("SELECT ScriptName FROM SchemaVersions", row => row.GetString(0));
        if (connection.Scalar("SELECT 1 FROM sqlite_schema LIMIT 1") is not null)
            throw new StoreRefusedException($"{path} is a database of another program. Give another file: --store sqlite:PATH");
        return [];
    }

    private static SqlScript[] ReadScripts()
    {
        Assembly assembly = typeof(SqliteMigrations).Assembly;
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => new SqlScript(name[ResourcePrefix.Length..], ReadText(assembly, name)))];
    }

    private static string ReadText(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
