using System.Net.Sockets;
using Npgsql;

namespace Barograph.Server.Commands.Import;

/// <summary>Turns what the driver throws about the source into a sentence. No password is ever in it.</summary>
internal static class TableTrouble
{
    public static async Task<T> ExplainAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception e) when (e is NpgsqlException or IOException or SocketException or TimeoutException)
        {
            throw new CommandFailedException(Sentence(e));
        }
    }

    private static string Sentence(Exception e) => e switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } p =>
            $"The table's database does not let us in: {p.MessageText}. Correct --postgres-table; a password may stand in ~/.pgpass.",
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } p => $"The table's database does not exist: {p.MessageText}. Correct Database= in --postgres-table.",
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } p => $"{p.MessageText}; let this user read it: GRANT SELECT ON … TO …",
        PostgresException p => $"The table cannot be read: {p.MessageText} (SQLSTATE {p.SqlState}).",
        _ => $"The table's database cannot be reached: {e.InnerException?.Message ?? e.Message} Correct --postgres-table, or run the same import again later.",
    };
}
