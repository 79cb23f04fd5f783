using Barograph.Model;
using Npgsql;

namespace Barograph.Storage.Postgres;

/// <summary>
/// A series as a row (id, location, metric, unit), and the order of the contract: ordinal, which the database's byte order is not for every
/// character.
/// </summary>
internal static class SeriesRows
{
    public static SeriesInfo Read(NpgsqlDataReader row) =>
        new(new SeriesId(row.GetInt32(0)), new SeriesKey(row.GetString(1), row.GetString(2)), Sql.GetTextOrNull(row, 3));

    public static int Compare(SeriesInfo a, SeriesInfo b) => Compare(a.Key, b.Key);

    public static int Compare(SeriesKey a, SeriesKey b)
    {
        int order = string.CompareOrdinal(a.Location, b.Location);
        return order != 0 ? order : string.CompareOrdinal(a.Metric, b.Metric);
    }
}
