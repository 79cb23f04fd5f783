using Barograph.Model;
using Barograph.Query;
using Barograph.Storage;

namespace Barograph.Server.Reports;

/// <summary>Sums up a week, from the same windows that charts are made of.</summary>
public sealed class WeeklyReader(IStore store, TimeProvider clock)
{
    /// <summary>Of one series, where upkeep has not summed up yet.</summary>
    private const long MostSamples = 2_000_000;

    private const int MostEpisodes = 100_000;

    private static readonly QueryStep Week = new(1, StepUnit.Weeks);

    /// <summary>The week, from Monday to Monday, that a moment lies in.</summary>
    public static TimeRange WeekOf(Instant time, TimeZoneInfo zone) => Week.Grid(zone).WindowAt(time);

    /// <summary>The last one that is over.</summary>
    public static TimeRange WeekBefore(Instant now, TimeZoneInfo zone) => WeekOf(WeekOf(now, zone).From - TimeSpan.FromTicks(TimeSpan.TicksPerMicrosecond), zone);

    /// <summary>Whose days a report has: as is wished, else those of the first of its locations that has a zone, else UTC's.</summary>
    public async ValueTask<TimeZoneInfo> ZoneOfAsync(ReportWish wish, CancellationToken cancel) =>
        wish.Zone ?? (await LocationsAsync(wish, cancel)).Select(ZoneOf).FirstOrDefault(zone => zone is not null) ?? TimeZoneInfo.Utc;

    /// <param name="wish">Of what.</param>
    /// <param name="week">Which week.</param>
    /// <param name="zone">Whose days it has.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="TooManySamplesException">So many readings are not summed up yet that it has to wait.</exception>
    public async ValueTask<WeeklyReport> ReadAsync(ReportWish wish, TimeRange week, TimeZoneInfo zone, CancellationToken cancel)
    {
        Instant now = Instant.Now(clock);
        SteppedQuery query = SteppedQuery.Of(Week, zone, week)!;
        IReadOnlyDictionary<string, string> units = (await store.Site.ReadAsync(cancel)).Units;
        ILookup<SeriesId, TimeRange> silences = await SilencesAsync(week, now, cancel);
        List<LocationWeek> locations = [];
        foreach (Location location in await LocationsAsync(wish, cancel))
        {
            List<SeriesWeek> all = [];
            foreach (SeriesInfo series in await store.Series.ListAsync(location.Key, cancel))
            {
                SteppedWindows windows = await query.RunAsync(store.Reader, series, MostSamples, cancel);
                double silent = Length(silences[series.Id]).TotalSeconds;
                if (windows.Windows.Count > 0 || silent > 0)
                    all.Add(Sum(series, windows, silent, units));
            }
            if (all.Count > 0)
                locations.Add(new LocationWeek(location.Key, location.Title, all));
        }
        DateOnly monday = DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(week.From.ToDateTime(), zone));
        return new WeeklyReport(monday, zone.Id, locations, StoreRoom.Of(await store.Upkeep.ForecastAsync(Instant.MinValue, cancel), now));
    }

    private static TimeZoneInfo? ZoneOf(Location location) => location.Zone is { } name && Http.ZoneName.TryFind(name, out TimeZoneInfo? zone) ? zone : null;

    private async ValueTask<IEnumerable<Location>> LocationsAsync(ReportWish wish, CancellationToken cancel)
    {
        SeriesPattern pattern = new(wish.Locations, "*");
        return (await store.Locations.ListAsync(cancel))
            .Where(location => !location.IsHidden && pattern.Matches(new SeriesKey(location.Key, "")))
            .OrderBy(location => location.Key, StringComparer.Ordinal);
    }

    /// <summary>When each series was told to be silent, within the week.</summary>
    private async ValueTask<ILookup<SeriesId, TimeRange>> SilencesAsync(TimeRange week, Instant now, CancellationToken cancel) =>
        (await store.Episodes.ListAsync(week, null, MostEpisodes, cancel)).Where(episode => episode.Kind == AlertKind.Silent).ToLookup(
            episode => episode.Series,
            episode => new TimeRange(Later(episode.StartedAt, week.From), Earlier(episode.EndedAt ?? now, week.To)));

    /// <summary>Two rules may have told the same silence.</summary>
    private static TimeSpan Length(IEnumerable<TimeRange> silences)
    {
        TimeSpan sum = TimeSpan.Zero;
        Instant until = Instant.MinValue;
        foreach (TimeRange silence in silences.OrderBy(silence => silence.From))
        {
            Instant from = Later(silence.From, until);
            if (silence.To <= from)
                continue;
            sum += silence.To - from;
            until = silence.To;
        }
        return sum;
    }

    private static SeriesWeek Sum(SeriesInfo series, SteppedWindows windows, double silent, IReadOnlyDictionary<string, string> units)
    {
        (Unit From, Unit To)? shown = Shown(series.Unit, units);
        string? unit = shown?.To.Code ?? series.Unit;
        if (windows.Windows is not [var week])
            return new SeriesWeek(series.Key.Metric, unit, 0, null, null, null, null, silent);
        return windows.Rises is [double rise]
            ? new SeriesWeek(series.Key.Metric, unit, week.Count, null, null, null, In(rise, shown), silent)
            : new SeriesWeek(series.Key.Metric, unit, week.Count, In(week.Min, shown), In(week.Mean, shown), In(week.Max, shown), null, silent);
    }

    /// <summary>From which unit into which; null: the values are shown as they are.</summary>
    private static (Unit From, Unit To)? Shown(string? code, IReadOnlyDictionary<string, string> wishes)
    {
        if (code is null || !Units.TryFind(code, out Unit? own))
            return null;
        foreach ((string kind, string wish) in wishes)
            if (UnitKinds.TryFind(kind, out UnitKind known) && known == own.Kind && Units.TryFind(wish, out Unit? wanted))
                return (own, wanted);
        return null;
    }

    private static double In(double value, (Unit From, Unit To)? shown) =>
        shown is { } units && Units.TryConvert(value, units.From, units.To, out double converted) ? converted : value;

    private static Instant Later(Instant a, Instant b) => a > b ? a : b;

    private static Instant Earlier(Instant a, Instant b) => a < b ? a : b;
}
