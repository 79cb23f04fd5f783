using DbUp;
using DbUp.Engine;
using DbUp.Engine.Output;
using Npgsql;

namespace Barograph.Storage.Postgres;

/// <summary>
/// Applies the numbered SQL files, each in a transaction of its own with its line in the journal: a run that was killed is completed by the
/// next.
/// </summary>
internal static class Migrator
{
    /// <param name="connection">The administrator's connection to the database; it holds the set-up lock.</param>
    /// <param name="asOwner">A connection string to the same database that works as its owner.</param>
    public static async ValueTask RunAsync(NpgsqlConnection connection, string asOwner, SetupLog log, CancellationToken cancel)
    {
        HashSet<string> before = await Schema.AppliedAsync(connection, cancel);
        if (!before.IsSubsetOf(Schema.Migrations))
            await Schema.CheckAsync(connection, cancel);
        bool upToDate = before.IsSupersetOf(Schema.Migrations);
        if (!upToDate)
            await Task.Run(() => Apply(asOwner), cancel);
        int applied = Schema.Migrations.Length - before.Count;
        log.Add(!upToDate, FormattableString.Invariant($"migrations: {applied} applied, {before.Count} were applied before"));

        await GrantJournalAsync(connection, log, cancel);
        int made = await Sql.SingleAsync(
            Sql.Command(connection, "SELECT public.ensure_partitions()"), static row => row.GetInt32(0), cancel);
        log.Add(made > 0, made > 0 ? FormattableString.Invariant($"{made} partitions of sample") : "partitions of sample");
    }

    private static void Apply(string asOwner)
    {
        DatabaseUpgradeResult result = DeployChanges.To.PostgresqlDatabase(asOwner)
            .WithScriptsEmbeddedInAssembly(Schema.Assembly, static name => name.EndsWith(".sql", StringComparison.Ordinal))
            .JournalToPostgresqlTable("public", Schema.Journal)
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            .LogTo(new NoOpUpgradeLog())
            .Build()
            .PerformUpgrade();
        if (!result.Successful)
            throw new StoreRefusedException(
                $"The migration {result.ErrorScript?.Name} failed and was rolled back: {result.Error.Message}", result.Error);
    }

    /// <summary>The journal is DbUp's table and no migration can rely on it, so the right to read it is given here.</summary>
    private static async ValueTask GrantJournalAsync(NpgsqlConnection connection, SetupLog log, CancellationToken cancel)
    {
        bool isThere = await SetupSql.AskAsync(
            connection, "SELECT has_table_privilege($1::name, 'public.schemaversions', 'SELECT')", cancel, Sql.Text(Roles.Ingest));
        if (!isThere)
            await SetupSql.RunAsync(connection, "GRANT SELECT ON public.schemaversions TO %I", [Roles.Ingest], cancel);
        log.Add(!isThere, "the journal of migrations is readable");
    }
}
