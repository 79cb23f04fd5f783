using Barograph.Model;
using Microsoft.Data.Sqlite;

namespace Barograph.Storage.Sqlite;

/// <summary>
/// Series as rows (id, location, metric, unit), and their order: ordinal, which SQLite's (by UTF-8 bytes) is not beyond U+D7FF.
/// </summary>
internal static class SeriesOrder
{
    public static SeriesInfo Read(SqliteDataReader row) =>
        new(new SeriesId(row.GetInt32(0)), new SeriesKey(row.GetString(1), row.GetString(2)), row.TextOrNull(3));

    public static int Compare(SeriesInfo a, SeriesInfo b)
    {
        int byLocation = string.CompareOrdinal(a.Key.Location, b.Key.Location);
        return byLocation != 0 ? byLocation : string.CompareOrdinal(a.Key.Metric, b.Key.Metric);
    }
}
