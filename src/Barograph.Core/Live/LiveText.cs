using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Barograph.Model;

namespace Barograph.Live;

/// <summary>
/// The events as bytes, in the form of the HTML standard's text/event-stream. JSON has no line ends inside, so each event has one line of data.
/// An event that tells of a loss has no id, so that a client that breaks off after it comes back with the id before.
/// </summary>
internal static class LiveText
{
    // Non-ASCII letters as they are, as in the other answers.
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Bytes for the longest double, and what stands around it.</summary>
    private const int MostForValue = 40;

    /// <summary>Everything of a sample before its time.</summary>
    public static byte[] Head(SeriesInfo series)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, Json))
        {
            json.WriteStartObject();
            json.WriteNumber("series", series.Id.Value);
            json.WriteString("location", series.Key.Location);
            json.WriteString("metric", series.Key.Metric);
            json.WriteString("unit", series.Unit);
            json.WritePropertyName("time");
            json.Flush();
            return buffer.WrittenSpan.ToArray();
        }
    }

    /// <summary>Whatever the client has is not all: it must fetch anew, and is told everything from here on.</summary>
    public static byte[] Reset(LivePosition position, string reason) =>
        Encoding.UTF8.GetBytes($"id: {position}\nevent: reset\ndata: {{\"reason\":\"{reason}\"}}\n\n");

    /// <summary>So many samples were not told.</summary>
    public static byte[] Missed(long count) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"event: missed\ndata: {{\"missed\":{count}}}\n\n"));

    public static void BeginSamples(ArrayBufferWriter<byte> buffer, LivePosition position) =>
        buffer.Write(Encoding.UTF8.GetBytes($"id: {position}\nevent: samples\ndata: ["));

    public static void AddSample(ArrayBufferWriter<byte> buffer, LiveRoute route, in Sample sample, bool isFirst)
    {
        if (!isFirst)
            buffer.Write(","u8);
        buffer.Write(route.Head);
        Span<byte> room = buffer.GetSpan(Instant.MaxUnixSecondsLength + MostForValue);
        int length = sample.Time.WriteUnixSeconds(room);
        ",\"value\":"u8.CopyTo(room[length..]);
        length += 9;
        // The shortest text that reads back as the same number, as JSON has it.
        sample.Value.TryFormat(room[length..], out int written, default, CultureInfo.InvariantCulture);
        room[length + written] = (byte)'}';
        buffer.Advance(length + written + 1);
    }

    public static void EndSamples(ArrayBufferWriter<byte> buffer) => buffer.Write("]\n\n"u8);
}
