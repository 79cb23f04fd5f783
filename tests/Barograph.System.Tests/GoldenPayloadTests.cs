using System.Text;
using System.Text.Json;

namespace Barograph.SystemTests;

/// <summary>spec/payloads, replayed over a socket: what the parser's tests prove in memory holds over the wire.</summary>
public sealed class GoldenPayloadTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "spec", "payloads");

    public static TheoryData<string> Seed => Cases("seed", "*.http");

    public static TheoryData<string> Reports => Cases("reports", "*.body");

    [Theory, MemberData(nameof(Seed))]
    public async Task A_request_of_the_old_board_gets_its_answer(string name)
    {
        JsonElement expected = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(Folder, "seed", name + ".json"), TestContext.Current.CancellationToken)).RootElement;
        byte[] request = await File.ReadAllBytesAsync(Path.Combine(Folder, "seed", name + ".http"), TestContext.Current.CancellationToken);
        foreach (Engine engine in Enum.GetValues<Engine>())
        {
            SharedServer shared = await SeedBoard.PreparedAsync(engine);
            using RawConnection connection = await RawConnection.OpenAsync(shared.Server.Target);

            RawAnswer answer = await connection.ExchangeAsync(request);

            JsonElement wanted = expected.GetProperty("answer");
            Assert.True(wanted.GetProperty("status").GetInt32() == answer.Status, answer.ToString());
            Assert.Equal(wanted.GetProperty("body").GetString(), answer.Text);
            BoardRules.AssertReadable(answer);
            bool closes = Encoding.Latin1.GetString(request).Contains("Connection: close", StringComparison.OrdinalIgnoreCase);
            Assert.True(!closes || await connection.ClosesCleanlyAsync(), "the connection was not closed after the answer, or broken off");
            if (expected.TryGetProperty("report", out JsonElement report))
                await AssertLatestAsync(shared, report);
        }
    }

    [Theory, MemberData(nameof(Reports))]
    public async Task A_body_of_reports_is_answered_and_never_with_a_defect(string name)
    {
        JsonElement expected = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(Folder, "reports", name + ".json"), TestContext.Current.CancellationToken)).RootElement;
        byte[] body = await File.ReadAllBytesAsync(Path.Combine(Folder, "reports", name + ".body"), TestContext.Current.CancellationToken);
        foreach (Engine engine in Enum.GetValues<Engine>())
        {
            SharedServer shared = await SharedServers.GetAsync(engine);

            RawAnswer answer = await shared.BoardApi.PostAsync("/api/v1/reports", body);

            if (expected.TryGetProperty("failure", out JsonElement failure))
                Assert.Equal((true, failure.GetString()), (answer.Status is 400 or 413, answer.Code));
            else
                Assert.True(answer.Status is 200 or 400 or 422, answer.ToString());
            Assert.NotNull(answer.Header("Content-Length"));
        }
    }

    /// <summary>Cases of other tests may report for the same place later, so only what is named here is compared.</summary>
    private static async Task AssertLatestAsync(SharedServer shared, JsonElement report)
    {
        string location = report.GetProperty("location").GetString() ?? SeedBoard.Name;
        string[] latest = await shared.ReaderApi.LatestAsync(location);
        foreach (JsonProperty value in report.GetProperty("values").EnumerateObject())
            Assert.Contains(latest, sample => sample.StartsWith(value.Name + "=", StringComparison.Ordinal) && NumberOf(sample) == value.Value.GetDouble());
    }

    /// <summary>Of "metric=number" or "metric=number unit": another test may have said a unit for the place, which seed values are then taken in.</summary>
    private static double NumberOf(string sample) => double.Parse(
        sample[(sample.IndexOf('=', StringComparison.Ordinal) + 1)..].Split(' ')[0], global::System.Globalization.CultureInfo.InvariantCulture);

    private static TheoryData<string> Cases(string folder, string pattern)
    {
        var cases = new TheoryData<string>();
        foreach (string file in Directory.GetFiles(Path.Combine(Folder, folder), pattern).Order(StringComparer.Ordinal))
            cases.Add(Path.GetFileNameWithoutExtension(file));
        return cases;
    }
}
