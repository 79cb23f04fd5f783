using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Barograph.Storage.Postgres;
using Barograph.Storage.Sqlite;

namespace Barograph.Storage.Tests;

/// <summary>The migrations of both engines, and the stores of earlier versions that stand beside the tests.</summary>
public static class Scripts
{
    public const string Sqlite = "Barograph.Storage.Sqlite";
    public const string Postgres = "Barograph.Storage.Postgres";

    private static readonly string Fixtures = Path.Combine(AppContext.BaseDirectory, "Fixtures");

    /// <summary>The names of an engine's scripts, in their order: <c>0001_tables.sql</c>.</summary>
    public static string[] Of(string engine) =>
        [.. AssemblyOf(engine).GetManifestResourceNames()
            .Where(name => name.EndsWith(".sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(name => name[Prefix(engine).Length..])];

    public static string TextOf(string engine, string script) => Encoding.UTF8.GetString(BytesOf(engine, script));

    /// <summary>What the journal calls a script.</summary>
    public static string JournalName(string engine, string script) => engine == Sqlite ? script : Prefix(engine) + script;

    public static string HashOf(string engine, string script) => Convert.ToHexStringLower(SHA256.HashData(BytesOf(engine, script)));

    /// <summary>The fixture of the version that ends with a script.</summary>
    public static string FixtureOf(string engine, string script) =>
        Path.Combine(Fixtures, engine == Sqlite ? $"sqlite/{script[..4]}.db" : $"postgres/{script[..4]}.sql");

    /// <summary>The hash of each script as it was when its fixture was made, by engine and script.</summary>
    public static IReadOnlyDictionary<(string Engine, string Script), string> Recorded() =>
        File.ReadAllLines(Path.Combine(Fixtures, "scripts.sha256"))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .ToDictionary(words => (words[1].Split('/')[0], Path.GetFileName(words[1])), words => words[0]);

    private static Assembly AssemblyOf(string engine) => engine == Sqlite ? typeof(SqliteStore).Assembly : typeof(PostgresStore).Assembly;

    private static string Prefix(string engine) => engine + ".Migrations.";

    private static byte[] BytesOf(string engine, string script)
    {
        using Stream stream = AssemblyOf(engine).GetManifestResourceStream(Prefix(engine) + script)!;
        var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
