using Barograph.Model;
using Barograph.Server.Http;
using Barograph.Server.Notify;

namespace Barograph.Server.Reports;

/// <summary>That a target wants a report, as its options say it: <c>report=weekly</c>, <c>report_locations=garden/*</c>, <c>report_zone=Europe/Berlin</c>.</summary>
/// <param name="Locations">Of which locations; * stands for any characters.</param>
/// <param name="Zone">Whose days they are; null: those of the locations.</param>
public sealed record ReportWish(string Locations, TimeZoneInfo? Zone)
{
    private const string Report = "report", ReportLocations = "report_locations", ReportZone = "report_zone", Weekly = "weekly";
    private const int LongestPattern = 128;

    /// <summary>All there is.</summary>
    public static readonly ReportWish Everything = new("*", null);

    /// <summary>The names of the options. They say nothing about where a target is.</summary>
    public static readonly IReadOnlyList<string> Options = [Report, ReportLocations, ReportZone];

    /// <summary>What a target wants; null: nothing.</summary>
    public static ReportWish? Of(AlertTarget target)
    {
        Dictionary<string, string> options = TargetSettings.ParseOptions(target.Options);
        return options.GetValueOrDefault(Report) == Weekly ? Everything.With(options.GetValueOrDefault(ReportLocations), options.GetValueOrDefault(ReportZone)) : null;
    }

    /// <summary>The same with what is given.</summary>
    public ReportWish With(string? locations, string? zone) =>
        new(locations ?? Locations, zone is not null && ZoneName.TryFind(zone, out TimeZoneInfo? known) ? known : Zone);

    /// <summary>Null, or a sentence for the person who wants it.</summary>
    public static string? ProblemOf(IReadOnlyDictionary<string, string> options)
    {
        if (options.TryGetValue(Report, out string? report) && report != Weekly)
            return "The report is weekly; leave it out for none.";
        if (report is null && Options.Any(options.ContainsKey))
            return "report_locations and report_zone go with report=weekly.";
        if (options.TryGetValue(ReportLocations, out string? locations) && locations.Length > LongestPattern)
            return "report_locations is a location, in which * stands for anything: garden/*.";
        return options.TryGetValue(ReportZone, out string? zone) && !ZoneName.TryFind(zone, out _) ? "report_zone is the name of a time zone, such as Europe/Berlin." : null;
    }
}
