using System.Globalization;
using System.Text;
using System.Text.Json;
using Barograph.Formats;
using Barograph.Model;

namespace Barograph.Tests.Formats;

public sealed class GoldenTests
{
    public static TheoryData<string> Seed => [.. Golden.Names("seed", ".http")];

    public static TheoryData<string> Reports => [.. Golden.Names("reports", ".body")];

    [Fact]
    public void The_folders_hold_their_cases()
    {
        Assert.True(Seed.Count >= 30, "spec/payloads/seed lost cases");
        Assert.True(Reports.Count >= 35, "spec/payloads/reports lost cases");
    }

    [Theory, MemberData(nameof(Seed))]
    public void A_seed_request_means_what_its_expectation_says(string name)
    {
        (string method, byte[] query, byte[] body) = Golden.Request(Golden.Bytes("seed", name, ".http"));
        JsonElement expected = Golden.Expectation("seed", name);
        byte[] answer = method == "GET" ? SeedAnswers.Greeting.ToArray() : AnswerTo(SeedRequest.Parse(query, body), expected);
        Assert.Equal(expected.GetProperty("answer").GetProperty("body").GetString(), Encoding.UTF8.GetString(answer));
    }

    [Theory, MemberData(nameof(Reports))]
    public void A_body_of_reports_means_what_its_expectation_says(string name)
    {
        ReportSet set = JsonReports.Parse(Golden.Bytes("reports", name, ".body"));
        JsonElement expected = Golden.Expectation("reports", name);
        if (expected.TryGetProperty("failure", out JsonElement failure))
        {
            Assert.Equal(failure.GetString(), set.Failure?.Error.Code);
            Assert.Empty(set.Reports);
            Assert.Empty(set.Rejections);
            return;
        }
        Assert.Null(set.Failure);
        Assert.Equal(
            expected.GetProperty("reports").EnumerateArray().Select(Line),
            set.Reports.Select(ReportLine.Of));
        Assert.Equal(
            expected.GetProperty("rejected").EnumerateArray().Select(RejectionLine),
            set.Rejections.Select(r => $"{r.Index} {r.Metric ?? "(all)"} {r.Error.Code}"));
        Assert.All(set.Rejections, r => Assert.InRange(r.Detail.Length, 10, 300));
    }

    private static byte[] AnswerTo(ReportSet set, JsonElement expected)
    {
        if (expected.TryGetProperty("error", out JsonElement error))
        {
            Assert.NotNull(set.Failure);
            Assert.Empty(set.Reports);
            Assert.Equal(error.GetProperty("code").GetString(), set.Failure.Error.Code);
            Assert.Equal(error.GetProperty("metric").GetString(), set.Failure.Metric);
            Assert.Equal(expected.GetProperty("answer").GetProperty("status").GetInt32(), set.Failure.Error.Status);
            return SeedAnswers.Error(set.Failure);
        }
        Assert.Null(set.Failure);
        Assert.Equal(Line(expected.GetProperty("report")), ReportLine.Of(Assert.Single(set.Reports)));
        return SeedAnswers.Stored.ToArray();
    }

    private static string Line(JsonElement report)
    {
        bool hasUnits = report.TryGetProperty("units", out JsonElement units);
        return ReportLine.Of(
            report.TryGetProperty("index", out JsonElement index) ? index.GetInt32() : 0,
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
