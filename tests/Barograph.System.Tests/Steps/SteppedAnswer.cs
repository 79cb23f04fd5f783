using System.Text.Json;

namespace Barograph.SystemTests.Steps;

/// <summary>What <c>GET /api/v1/samples</c> said of one series in windows.</summary>
/// <param name="Step">As it stands in the answer: 300, "1d", null.</param>
/// <param name="Resolution">Null where there is no such field.</param>
public sealed record SteppedAnswer(int Series, string Step, string? Resolution, IReadOnlyList<Window> Windows)
{
    /// <summary>Asks for one series.</summary>
    public static async Task<SteppedAnswer> AskAsync(ServerApi api, string query)
    {
        RawAnswer answer = await api.GetAsync("/api/v1/samples?" + query);
        Assert.True(answer.Status == 200, query + "\n" + answer);
        return Read(answer.Json);
    }

    public static SteppedAnswer Read(JsonElement json)
    {
        decimal[] times = [.. json.GetProperty("time").EnumerateArray().Select(time => time.GetDecimal())];
        double[] counts = Column(json, "count", times.Length), mins = Column(json, "min", times.Length), maxes = Column(json, "max", times.Length);
        double[] means = Column(json, "mean", times.Length), firsts = Column(json, "first", times.Length), lasts = Column(json, "last", times.Length);
        double[]? increases = json.TryGetProperty("increase", out _) ? Column(json, "increase", times.Length) : null;
        return new SteppedAnswer(
            json.GetProperty("series").GetInt32(), json.GetProperty("step").GetRawText(), json.GetProperty("resolution").GetString(),
            [.. times.Select((time, i) => new Window(time, (long)counts[i], mins[i], maxes[i], means[i], firsts[i], lasts[i], increases?[i]))]);
    }

    private static double[] Column(JsonElement json, string name, int length)
    {
        double[] column = [.. json.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];
        Assert.True(column.Length == length, $"{name} has {column.Length} values for {length} times");
        return column;
    }
}
