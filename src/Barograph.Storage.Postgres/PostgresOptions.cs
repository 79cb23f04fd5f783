namespace Barograph.Storage.Postgres;

/// <summary>Where the database is and how to log in: an Npgsql connection string, as printed by <c>barograph postgres setup</c>.</summary>
public sealed record PostgresOptions(string ConnectionString)
{
    /// <summary>
    /// Start although the login has rights that a device-facing server must not have. <see cref="PostgresStore.ExamineAsync"/> says what it has too much.
    /// </summary>
    public bool AllowOverprivileged { get; init; }

    /// <summary>
    /// What the login is for. With <see cref="ServerPart.Ingest"/> it must be able to become barograph_ingest and nothing else, and the members that need
    /// another role must not be used; otherwise it must be able to become every role that the server works as.
    /// </summary>
    public ServerPart Part { get; init; }
}
