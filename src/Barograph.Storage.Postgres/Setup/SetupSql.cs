using Npgsql;

namespace Barograph.Storage.Postgres;

/// <summary>
/// Statements that take no parameters (CREATE ROLE, GRANT) are composed by the database's own format(), which quotes names and literals.
/// </summary>
internal static class SetupSql
{
    /// <param name="connection">Where it is run.</param>
    /// <param name="format">A constant; %I stands for a quoted name, %L for a quoted literal.</param>
    /// <param name="parts">What stands for them, in order.</param>
    /// <param name="cancel">Ends the wait.</param>
    public static async ValueTask RunAsync(NpgsqlConnection connection, string format, string[] parts, CancellationToken cancel)
    {
        string statement = await Sql.SingleAsync(
            Sql.Command(connection, "SELECT format($1, VARIADIC $2::text[])", Sql.Text(format), Sql.Texts([.. parts])),
            static row => row.GetString(0), cancel);
        await Sql.ExecuteAsync(Sql.Command(connection, statement), cancel);
    }

    /// <summary>Asks a question whose answer is yes or no.</summary>
    public static ValueTask<bool> AskAsync(
        NpgsqlConnection connection, string question, CancellationToken cancel, params ReadOnlySpan<NpgsqlParameter> parameters) =>
        Sql.SingleAsync(Sql.Command(connection, question, parameters), static row => row.GetBoolean(0), cancel);
}
