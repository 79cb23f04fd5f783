using Barograph.Model;
using Npgsql;

namespace Barograph.Storage.Postgres;

internal static class AccountRows
{
    public const string Select = "SELECT a.id, a.name, a.password_hash, a.role, a.created_at FROM account a ";

    public static Account Read(NpgsqlDataReader row) =>
        new(row.GetInt32(0), row.GetString(1), row.GetString(2), (AccountRole)row.GetInt16(3), Sql.GetTime(row, 4));
}
