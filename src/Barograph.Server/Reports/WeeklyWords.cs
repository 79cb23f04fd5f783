using System.Globalization;

namespace Barograph.Server.Reports;

/// <summary>The words that a report has as text and as a page alike.</summary>
public static class WeeklyWords
{
    public static string Title(WeeklyReport report) => string.Create(
        CultureInfo.InvariantCulture, $"The week from {report.Monday:dddd d MMMM} to {report.Monday.AddDays(6):dddd d MMMM yyyy}");

    public static string Name(LocationWeek location) => location.Title == location.Location ? location.Location : $"{location.Title} ({location.Location})";

    /// <summary>Two digits behind the point; of what is very small, three that count.</summary>
    public static string Number(double value) => value.ToString(Math.Abs(value) is > 0 and < 0.1 ? "G3" : "0.##", CultureInfo.InvariantCulture);

    public static string WithUnit(double value, string? unit) => unit is null ? Number(value) : $"{Number(value)} {unit}";

    /// <summary>In the two largest units that there are: 2 days 4 h.</summary>
    public static string Duration(double seconds)
    {
        TimeSpan span = TimeSpan.FromMinutes(Math.Max(1, Math.Round(seconds / 60)));
        string days = span.Days == 1 ? "1 day" : string.Create(CultureInfo.InvariantCulture, $"{span.Days} days");
        string hours = string.Create(CultureInfo.InvariantCulture, $"{span.Hours} h"), minutes = string.Create(CultureInfo.InvariantCulture, $"{span.Minutes} min");
        return span switch
        {
            { Days: > 0, Hours: > 0 } => $"{days} {hours}",
            { Days: > 0 } => days,
            { Hours: > 0, Minutes: > 0 } => $"{hours} {minutes}",
            { Hours: > 0 } => hours,
            _ => minutes,
        };
    }
}
