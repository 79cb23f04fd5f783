using System.Reflection;
using Npgsql;

namespace Barograph.Storage.Postgres;

/// <summary>Compares the migrations in this program with those that the database's journal lists.</summary>
internal static class Schema
{
    /// <summary>DbUp's journal; it is written by the migrations only.</summary>
    public const string Journal = "schemaversions";

    /// <summary>The names of the migrations in this program, in their order. They are what the journal holds.</summary>
    public static readonly string[] Migrations =
    [
        .. Assembly.GetManifestResourceNames().Where(name => name.EndsWith(".sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
    ];

    public static Assembly Assembly => typeof(Schema).Assembly;

    /// <exception cref="StoreRefusedException">There is no schema, or not the one that this program works with.</exception>
    public static async ValueTask CheckAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        HashSet<string> applied = await AppliedAsync(connection, cancel);
        if (applied.Count == 0)
            throw new StoreRefusedException($"The database {connection.Database} has no tables of Barograph. {Hints.Setup}");
        if (!applied.IsSubsetOf(Migrations))
            throw new StoreRefusedException(
                $"The database {connection.Database} was made by a newer Barograph: it has {Last(applied)}, "
                + $"this one knows {Last(Migrations)}. Run the newer version.");
        if (!applied.IsSupersetOf(Migrations))
            throw new StoreRefusedException(
                $"The database {connection.Database} has an older schema: it lacks {Last(Migrations.Except(applied))}. {Hints.Migrate}");
    }

    /// <summary>The migrations that the journal lists; none if there is no journal.</summary>
    public static async ValueTask<HashSet<string>> AppliedAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        bool isThere = await Sql.SingleAsync(
            Sql.Command(connection, "SELECT to_regclass('public.schemaversions') IS NOT NULL"), static row => row.GetBoolean(0), cancel);
        if (!isThere)
            return [];
        return [.. await Sql.ListAsync(
            Sql.Command(connection, "SELECT scriptname FROM public.schemaversions"), static row => row.GetString(0), cancel)];
    }

    private static string Last(IEnumerable<string> names) => ShortName(names.Max(StringComparer.Ordinal)!);

    /// <summary><c>Barograph.Storage.Postgres.Migrations.0001_tables.sql</c> becomes <c>0001_tables</c>.</summary>
    private static string ShortName(string name)
    {
        string[] parts = name.Split('.');
        return parts.Length < 2 ? name : parts[^2];
    }
}
