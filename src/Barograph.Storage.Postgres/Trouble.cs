using System.Net.Sockets;
using Npgsql;

namespace Barograph.Storage.Postgres;

/// <summary>The one place that turns what the driver throws into the contract's named errors.</summary>
internal static class Trouble
{
    /// <summary>True for what the driver throws about the database or the way to it; everything else is a bug and passes through.</summary>
    public static bool IsTrouble(Exception e, CancellationToken cancel) => e switch
    {
        OperationCanceledException => !cancel.IsCancellationRequested,
        // A connection that broke a moment ago answers with these.
        ObjectDisposedException or InvalidOperationException { Source: "Npgsql" } => true,
        _ => e is NpgsqlException or TimeoutException or IOException or SocketException,
    };

    public static StorageUnavailableException Unavailable(Exception e) => new($"PostgreSQL: {Sentence(e)}", e);

    /// <summary>
    /// The same for an append, where the data themselves may be what is refused (SQLSTATE classes 22 data exception, 23 integrity).
    /// </summary>
    public static Exception OfAppend(Exception e) =>
        e is PostgresException { SqlState: ['2', '2' or '3', ..] } refused
            ? new BatchRefusedException($"PostgreSQL refuses the data: {refused.MessageText}", e)
            : Unavailable(e);

    /// <summary>While opening: what trying again cannot help is refused, with the line to run.</summary>
    public static Exception OfOpen(Exception e) => e is not PostgresException p ? Unavailable(e) : p.SqlState switch
    {
        PostgresErrorCodes.InvalidCatalogName => Refused($"The database does not exist: {p.MessageText}. {Hints.Setup}", e),
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            Refused($"PostgreSQL does not let us in: {p.MessageText}. {Hints.Peer} Correct the login in --store, or make one. {Hints.Setup}", e),
        PostgresErrorCodes.InvalidParameterValue or PostgresErrorCodes.InsufficientPrivilege =>
            Refused($"The login cannot work as {Roles.Ingest}: {p.MessageText}. {Hints.Setup}", e),
        _ => Unavailable(e),
    };

    /// <summary>Of an administrator's command: the login and the name of the database are the user's to correct.</summary>
    public static Exception OfAdmin(Exception e) => e is not PostgresException p ? Unavailable(e) : p.SqlState switch
    {
        PostgresErrorCodes.InvalidCatalogName => Refused($"The database does not exist: {p.MessageText}. {Hints.Setup}", e),
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            Refused($"PostgreSQL does not let the administrator in: {p.MessageText}. {Hints.Peer} Correct --admin.", e),
        _ => Unavailable(e),
    };

    /// <summary>
    /// A deadlock or a serialization failure: the transaction is rolled back for certain, and its repetition is likely to work.
    /// </summary>
    public static bool IsWorthRepeating(Exception e) =>
        e is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure };

    /// <summary>The connection broke, or the database ended it because it stops.</summary>
    public static bool IsBreak(Exception e) =>
        e is NpgsqlException { InnerException: IOException or SocketException } or PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown };

    /// <summary>A sample is from a time for which there is no partition: the code of a violated check, without a check's name.</summary>
    public static bool IsMissingPartition(PostgresException e) => e is { SqlState: PostgresErrorCodes.CheckViolation, ConstraintName: null };

    private static StoreRefusedException Refused(string message, Exception e) => new(message, e);

    private static string Sentence(Exception e) => e switch
    {
        PostgresException p => $"{p.MessageText} (SQLSTATE {p.SqlState})",
        NpgsqlException { InnerException: TimeoutException } => "it did not answer in time",
        NpgsqlException { InnerException: { } inner } n => $"{n.Message} ({inner.Message})",
        _ => e.Message,
    };
}
