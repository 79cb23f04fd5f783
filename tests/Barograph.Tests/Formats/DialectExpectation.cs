using System.Globalization;
using System.Text.Json;
using Barograph.Model;

namespace Barograph.Tests.Formats;

/// <summary>Compares what a parser made of a case with its expectation.</summary>
internal static class DialectExpectation
{
    public static void AssertMeans(JsonElement expected, ReportSet set)
    {
        if (expected.TryGetProperty("failure", out JsonElement failure))
        {
            Assert.Equal(failure.GetString(), set.Failure?.Error.Code);
            Assert.Empty(set.Reports);
            return;
        }
        Assert.True(set.Failure is null, set.Failure?.ToString());
        Assert.Equal(expected.GetProperty("reports").EnumerateArray().Select(Line), set.Reports.Select(ReportLine.OfForeign));
        IEnumerable<string> rejected = expected.TryGetProperty("rejected", out JsonElement list) ? list.EnumerateArray().Select(RejectionLine) : [];
        Assert.Equal(rejected, set.Rejections.Select(r => $"{r.Index} {r.Metric ?? "(all)"} {r.Error.Code}"));
        if (expected.TryGetProperty("ignored", out JsonElement ignored))
            Assert.Equal(ignored.GetInt32(), set.Ignored);
    }

    /// <summary>Reports without an index are numbered by their place.</summary>
    private static string Line(JsonElement report, int place)
    {
        bool hasUnits = report.TryGetProperty("units", out JsonElement units);
        return $"source={Text(report, "source") ?? "-"} " + ReportLine.Of(
            report.TryGetProperty("index", out JsonElement index) ? index.GetInt32() : place,
            Text(report, "location"), Text(report, "time"),
            report.TryGetProperty("age", out JsonElement age) ? age.GetDouble() : null,
            Text(report, "id"),
            report.GetProperty("values").EnumerateObject().Select(value => new ReportValue(
                value.Name, value.Value.GetDouble(), hasUnits ? Text(units, value.Name) : null)));
    }

    private static string? Text(JsonElement element, string key) =>
        element.TryGetProperty(key, out JsonElement text) ? text.GetString() : null;

    private static string RejectionLine(JsonElement rejection) => string.Create(CultureInfo.InvariantCulture,
        $"{rejection.GetProperty("index").GetInt32()} {Text(rejection, "metric") ?? "(all)"} {Text(rejection, "code")}");
}
