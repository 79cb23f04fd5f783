namespace Barograph.Storage.Postgres;

public sealed class PostgresOptions(string connectionString)
{
    public string ConnectionString { get; } = connectionString;
    public bool AllowOverprivileged { get; init; }
}

public sealed class PostgresStore(PostgresOptions options, TimeProvider clock) : Barograph.Storage.Tests.NoStore(options.ConnectionString + clock);

public sealed class PostgresSetupOptions
{
    public required string Admin { get; init; }
    public string Database { get; init; } = "barograph";
    public string Login { get; init; } = "barograph";
    public string? GrantSeedUser { get; init; }
}

public sealed record PostgresSetupResult(string Store);

public static class PostgresSetup
{
    public static Task<PostgresSetupResult> RunAsync(PostgresSetupOptions options, CancellationToken cancel) =>
        throw new NotSupportedException(options.Admin + cancel);
}
