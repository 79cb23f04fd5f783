using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Barograph.Model;

namespace Barograph.Formats;

/// <summary>What the events of both LoRaWAN servers have in common.</summary>
internal static class LoraEvent
{
    /// <summary>Reads an event's JSON object. Both servers can also send protobuf, whose schemas are theirs: their people are told to choose JSON.</summary>
    public static bool TryParse(ReadOnlySpan<byte> body, ReportSet set, [NotNullWhen(true)] out JsonDocument? document)
    {
        document = null;
        ReadOnlySpan<byte> text = body.StartsWith(JsonText.ByteOrderMark) ? body[JsonText.ByteOrderMark.Length..] : body;
        text = text.TrimStart(" \t\r\n"u8);
        if (!text.IsEmpty && text[0] != '{')
        {
            set.Failure = new Rejection(0, null, Errors.ContentTypeWrong, "The body is no JSON object; choose JSON and not protobuf for this webhook.");
            return false;
        }
        bool isJson = JsonTree.TryParse(body, out document, out Rejection? failure);
        set.Failure = failure;
        return isJson;
    }

    /// <summary>
    /// Adds the report with its time, unless it holds nothing. Retries repeat the time, so they double nothing. A time that cannot be read fails the request: without it
    /// the reading would stand at a wrong one.
    /// </summary>
    public static void Finish(ReportSet set, Report report, string? time)
    {
        if (report.Values.Count == 0)
            return;
        if (time is not null)
        {
            if (!Instant.TryParse(time.AsSpan(), out Instant received))
            {
                set.Failure = new Rejection(0, null, Errors.TimeInvalid, "The event's time is no time as 2026-11-22T21:45:13Z.");
                return;
            }
            report.Time = received;
        }
        set.Reports.Add(report);
    }
}
