using System.Text.Json;
using Barograph.Model;

namespace Barograph.Server.Http.Alerts;

/// <summary>Writes alerts.</summary>
internal static class AlertJson
{
    public static void WriteSeries(Utf8JsonWriter json, SeriesInfo series)
    {
        json.WriteNumber("series", series.Id.Value);
        json.WriteString("location", series.Key.Location);
        json.WriteString("metric", series.Key.Metric);
        json.WriteString("unit", series.Unit);
    }

    public static void WriteAlert(Utf8JsonWriter json, AlertEpisode episode, SeriesInfo series, bool isMuted)
    {
        json.WriteStartObject();
        json.WriteString("id", episode.Id);
        json.WriteNumber("rule", episode.RuleId);
        WriteSeries(json, series);
        json.WriteString("kind", AlertWords.Of(episode.Kind));
        json.WriteString("condition", episode.Condition);
        json.WriteString("started", episode.StartedAt.ToString());
        json.WriteString("fired", episode.FiredAt.ToString());
        json.WriteString("ended", episode.EndedAt?.ToString());
        WriteNumber(json, "value", episode.Value);
        WriteNumber(json, "extreme", episode.Extreme);
        json.WriteString("noticed", episode.NoticedAt.ToString());
        json.WriteString("told", episode.ToldAt?.ToString());
        json.WriteString("acknowledged", episode.AcknowledgedAt?.ToString());
        json.WriteString("acknowledged_by", episode.AcknowledgedBy);
        json.WriteBoolean("muted", isMuted);
        json.WriteEndObject();
    }

    public static void WriteNumber(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
    }

    public static void WriteSeconds(Utf8JsonWriter json, string name, TimeSpan? span) => WriteNumber(json, name, span?.TotalSeconds);
}
