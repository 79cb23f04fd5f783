using System.Globalization;
using Barograph.Model;

namespace Barograph.Formats;

/// <summary>
/// A write to InfluxDB of any generation (docs.influxdata.com, "Line protocol" and the references of <c>/write</c>, <c>/api/v2/write</c>, <c>/api/v3/write_lp</c>): the parameters, then the lines.
/// Any name of a database, bucket or organisation is fine.
/// </summary>
public static class InfluxWrite
{
    /// <summary>
    /// Lines that one body may hold, as many as our own dialect's reports: each becomes one. Telegraf sends 1,000 at a time, the vendor's libraries up to 5,000.
    /// </summary>
    public const int MaxLines = JsonReports.MaxReports;

    public static ReportSet ParseV1(DialectRequest request) => Parse(request, InfluxGeneration.One);

    public static ReportSet ParseV2(DialectRequest request) => Parse(request, InfluxGeneration.Two);

    public static ReportSet ParseV3(DialectRequest request) => Parse(request, InfluxGeneration.Three);

    private static ReportSet Parse(DialectRequest request, InfluxGeneration generation)
    {
        (string? database, string? sent) = Parameters(request.Query);
        if (generation != InfluxGeneration.Two && string.IsNullOrEmpty(database))
            return Failed(Errors.ParameterInvalid, "database is required");
        if (!InfluxPrecision.TryFind(sent, generation, out InfluxPrecision precision))
            return Failed(Errors.ParameterInvalid, generation == InfluxGeneration.Two
                ? "invalid precision; valid precision units are ns, us, ms, and s"
                : "invalid precision; use auto, nanosecond, microsecond, millisecond or second");
        InfluxLines lines = new(new InfluxNames(request.LocationTags), precision);
        return lines.Read(request.Body)
            ? lines.Finish()
            : Failed(Errors.TooManyReports, string.Create(CultureInfo.InvariantCulture, $"points batch is too large: at most {MaxLines} lines at a time, nothing was taken"));
    }

    private static (string? Database, string? Precision) Parameters(ReadOnlySpan<byte> query)
    {
        string? database = null, precision = null;
        FormPairs pairs = new(query);
        while (pairs.MoveNext())
        {
            if (FormText.KeyIs(pairs.Key, "db"u8))
                database ??= FormText.DecodeText(pairs.Value, out _);
            else if (FormText.KeyIs(pairs.Key, "precision"u8))
                precision ??= FormText.DecodeText(pairs.Value, out _);
        }
        return (database, precision);
    }

    private static ReportSet Failed(ErrorKind error, string detail) => new() { Failure = new Rejection(0, null, error, detail) };
}
