using System.Text;
using System.Text.Json;

namespace Barograph.Tests.Live;

/// <summary>One server-sent event, read as the HTML standard says.</summary>
internal sealed record LiveSaid(string? Id, string Event, string Data)
{
    /// <summary>The values of its samples.</summary>
    public List<double> Values => [.. JsonDocument.Parse(Data).RootElement.EnumerateArray().Select(sample => sample.GetProperty("value").GetDouble())];

    public long Missed => JsonDocument.Parse(Data).RootElement.GetProperty("missed").GetInt64();

    public string? Reason => JsonDocument.Parse(Data).RootElement.GetProperty("reason").GetString();

    public static LiveSaid[] Parse(ReadOnlyMemory<byte> bytes)
    {
        string text = Encoding.UTF8.GetString(bytes.Span);
        Assert.EndsWith("\n\n", text, StringComparison.Ordinal);
        return [.. text[..^2].Split("\n\n").Select(ParseOne)];
    }

    private static LiveSaid ParseOne(string text)
    {
        Dictionary<string, string> fields = text.Split('\n').ToDictionary(line => line.Split(':')[0], line => line[(line.IndexOf(':', StringComparison.Ordinal) + 2)..]);
        return new LiveSaid(fields.GetValueOrDefault("id"), fields["event"], fields["data"]);
    }
}
