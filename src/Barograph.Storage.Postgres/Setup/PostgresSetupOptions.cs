namespace Barograph.Storage.Postgres;

/// <summary>What <c>barograph postgres setup</c> is to make.</summary>
public sealed record PostgresSetupOptions
{
    /// <summary>
    /// An Npgsql connection string of a superuser, to any existing database of the server (<c>postgres</c> when it names none).
    /// </summary>
    public required string Admin { get; init; }

    public string Database { get; init; } = "barograph";

    /// <summary>The role that the server logs in as.</summary>
    public string Login { get; init; } = "barograph";

    /// <summary>The role that a process of its own for reports logs in as: it can become barograph_ingest and nothing else. Null: none.</summary>
    public string? IngestLogin { get; init; }

    /// <summary>
    /// A role that may insert into and select from the view esp32data, select from weather_data, and nothing else; made if it is missing. Null: none.
    /// </summary>
    public string? GrantSeedUser { get; init; }
}
