using System.Text;
using System.Text.Json;

namespace Barograph.SystemTests;

/// <summary>Every golden payload of a foreign dialect, written to a socket of a server on each engine; the answer and what is then stored are compared.</summary>
public sealed class DialectPayloadTests
{
    private const string Token = "bgTOKENTOKENTOKENTOKENTOKE";
    private const string Name = "case-NNNN";
    private static readonly string Folder = Path.Combine(Repository.Root, "spec", "payloads");
    private static int _cases;

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (string file in Directory.GetFiles(Folder, "*.http", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
                if (Path.GetFileName(Path.GetDirectoryName(file))! is var folder and not "seed")
                    cases.Add(folder, Path.GetFileNameWithoutExtension(file));
            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task A_request_is_answered_and_stored_as_its_expectation_says(string folder, string name)
    {
        JsonElement expected = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(Folder, folder, name + ".json"), TestContext.Current.CancellationToken)).RootElement;
        string raw = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(Path.Combine(Folder, folder, name + ".http"), TestContext.Current.CancellationToken));
        string device = string.Create(global::System.Globalization.CultureInfo.InvariantCulture, $"case-{Interlocked.Increment(ref _cases):D4}");
        foreach (Engine engine in Enum.GetValues<Engine>())
        {
            SharedServer shared = await SharedServers.GetAsync(engine);
            string token = await AddDeviceAsync(shared, device, expected);
            using RawConnection connection = await RawConnection.OpenAsync(shared.Server.Target);

            string own = expected.TryGetProperty("passkey", out JsonElement sent) ? raw.Replace(sent.GetString()!, OwnPasskey(sent.GetString()!, device), StringComparison.Ordinal) : raw;
            RawAnswer answer = await connection.ExchangeAsync(Encoding.Latin1.GetBytes(WithOwn(own, device, token)));

            AssertAnswer(expected.GetProperty("answer"), answer);
            Assert.Equal(Expected(expected, device).Order(StringComparer.Ordinal), (await StoredAsync(shared, device, expected)).Order(StringComparer.Ordinal));
        }
    }

    private static async Task<string> AddDeviceAsync(SharedServer shared, string device, JsonElement expected)
    {
        string dialect = Text(expected, "dialect") ?? "any";
        string? passkey = Text(expected, "passkey");
        Dictionary<string, string?> wish = new()
        {
            ["name"] = device,
            ["prefix"] = device,
            ["dialect"] = dialect == "none" ? null : dialect,
            ["location_tags"] = Text(expected, "location_tags"),
            ["passkey"] = passkey is null ? null : OwnPasskey(passkey, device),
        };
        // Not by the command: 330 of them take minutes.
        RawAnswer answer = await shared.Server.Api(shared.Admin).PostAsync("/api/v1/devices", JsonSerializer.Serialize(wish.Where(member => member.Value is not null).ToDictionary()));
        Assert.True(answer.Status == 201, answer.ToString());
        return passkey is null ? answer.Json.GetProperty("token").GetString()! : Token;
    }

    /// <summary>Several cases are of one station, but on the server that they share each needs one of its own.</summary>
    private static string OwnPasskey(string passkey, string device) => passkey[..^4] + device[^4..];

    private static string WithOwn(string raw, string device, string token) => raw
        .Replace(Base64($"{Name}:{Token}"), Base64($"{device}:{token}"), StringComparison.Ordinal)
        .Replace(Token, token, StringComparison.Ordinal)
        .Replace(Name, device, StringComparison.Ordinal);

    private static string Base64(string text) => Convert.ToBase64String(Encoding.ASCII.GetBytes(text));

    private static void AssertAnswer(JsonElement wanted, RawAnswer answer)
    {
        Assert.True(wanted.GetProperty("status").GetInt32() == answer.Status, answer.ToString());
        if (wanted.TryGetProperty("body", out JsonElement body))
            Assert.Equal(body.GetString(), answer.Text);
        if (wanted.TryGetProperty("headers", out JsonElement headers))
            foreach (JsonProperty header in headers.EnumerateObject())
                Assert.Equal(header.Value.GetString(), answer.Header(header.Name));
        BoardRules.AssertReadable(answer);
    }

    internal static IEnumerable<string> Expected(JsonElement expected, string device)
    {
        if (!expected.TryGetProperty("reports", out JsonElement reports) || expected.TryGetProperty("stored", out JsonElement stored) && !stored.GetBoolean())
            yield break;
        foreach (JsonElement report in reports.EnumerateArray())
        {
            string location = Text(report, "location")?.Replace(Name, device, StringComparison.Ordinal) ?? (Text(report, "source") is { } source ? $"{device}/{source}" : device);
            bool isOurs = Text(report, "time") is null || expected.TryGetProperty("clock_fault", out _);
            bool hasUnits = report.TryGetProperty("units", out JsonElement units);
            foreach (JsonProperty value in report.GetProperty("values").EnumerateObject())
                yield return Line(isOurs ? "now" : Text(report, "time")!, location, value.Name, hasUnits ? Text(units, value.Name) : null, value.Value.GetDouble());
        }
    }

    /// <summary>What the export of the case's locations holds; a time that the expectation does not name is said to be now.</summary>
    internal static async Task<List<string>> StoredAsync(SharedServer shared, string device, JsonElement expected)
    {
        HashSet<string> times = expected.TryGetProperty("reports", out JsonElement reports) && !expected.TryGetProperty("clock_fault", out _)
            ? [.. reports.EnumerateArray().Select(report => Text(report, "time")).OfType<string>()]
            : [];
        RawAnswer answer = await shared.ReaderApi.GetAsync($"/api/v1/export.ndjson?location={device}&metric=*&location={device}/*&metric=*");
        if (answer.Status == 404)
            return [];
        Assert.True(answer.Status == 200, answer.ToString());
        List<string> lines = [];
        foreach (string line in answer.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            JsonElement sample = JsonDocument.Parse(line).RootElement;
            JsonProperty value = sample.GetProperty("values").EnumerateObject().Single();
            string? unit = sample.TryGetProperty("units", out JsonElement units) ? Text(units, value.Name) : null;
            string time = Text(sample, "time")!;
            lines.Add(Line(times.Contains(time) ? time : "now", Text(sample, "location")!, value.Name, unit, value.Value.GetDouble()));
        }
        return lines;
    }

    private static string Line(string time, string location, string metric, string? unit, double value) =>
        string.Create(global::System.Globalization.CultureInfo.InvariantCulture, $"{time} {location} {metric} {value:R} {unit}");

    private static string? Text(JsonElement element, string key) => element.TryGetProperty(key, out JsonElement text) ? text.GetString() : null;
}
