using System.Globalization;
using System.Text;
using Barograph.Model;

namespace Barograph.Server.Notify;

/// <summary>Notices in words. Names are put in as they are, and nothing in them is ever evaluated; what must not hold line ends has none.</summary>
public static class Wording
{
    private const int MaxLine = 600;

    /// <summary>One line, without control characters.</summary>
    public static string Title(NoticeContent content)
    {
        string title = content.Kind switch
        {
            "drill" => "Barograph drill: your alarm works",
            "report" => "Barograph: the week",
            _ when content.Alerts.Count == 0 => "Barograph",
            _ => $"{Word(content.Kind)}{Place(content.Alerts[0])}: {string.Join(", ", content.Alerts.Select(Said))}",
        };
        return OneLine(title);
    }

    /// <summary>Sentences, one a line.</summary>
    public static string Text(NoticeContent content) => content.Kind switch
    {
        "drill" => "This is a drill. Nothing is wrong: it only shows that a real alert would have reached you here.",
        "report" => content.Text ?? "",
        _ => string.Join('\n', content.Alerts.Select(alert => OneLine(Sentence(content.Kind, alert)))),
    };

    private static string Word(string kind) => kind switch
    {
        "resolved" => "Over: ",
        "past" => "Was: ",
        "repeat" => "Still: ",
        _ => "",
    };

    private static string Place(NoticeAlert alert) => alert.Title == alert.Location ? alert.Location : $"{alert.Title} ({alert.Location})";

    private static string Said(NoticeAlert alert) => alert.Silence ? $"no news of {alert.Metric}" : $"{alert.Metric} {alert.Condition}";

    private static string Sentence(string kind, NoticeAlert alert)
    {
        string since = Moment(alert.Started, alert), what = $"{alert.Metric} at {Place(alert)}";
        if (alert.Silence)
            return alert.Ended is null
                ? $"There is no news of {what} since {since}."
                : $"There was no news of {what} from {since} to {Moment(alert.Ended, alert)}.";
        string value = Number(alert.Value, alert.Unit);
        return kind switch
        {
            "resolved" or "past" when alert.Ended is { } ended =>
                $"{what} was {alert.Condition} from {since} to {Moment(ended, alert)}; at most off it was {Number(alert.Extreme, alert.Unit)}.",
            "repeat" => $"{what} is still {alert.Condition}, since {since}; at most off it was {Number(alert.Extreme, alert.Unit)}.",
            _ => $"{what} is {alert.Condition}: {value} at {since}.",
        };
    }

    private static string Number(double? value, string? unit) =>
        value is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known:0.######}{(unit is null ? "" : " " + unit)}") : "unknown";

    /// <summary>In the place's own zone, if it has one.</summary>
    private static string Moment(string time, NoticeAlert alert)
    {
        if (!Instant.TryParse(time, out Instant instant))
            return time;
        DateTime utc = instant.ToDateTime();
        if (alert.Zone is { } id && TimeZoneInfo.TryFindSystemTimeZoneById(id, out TimeZoneInfo? zone))
            return TimeZoneInfo.ConvertTimeFromUtc(utc, zone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        return utc.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC";
    }

    private static string OneLine(string text)
    {
        StringBuilder line = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
            line.Append(Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                ? " " : rune.ToString());
        return line.Length <= MaxLine ? line.ToString() : line.ToString(0, MaxLine);
    }
}
