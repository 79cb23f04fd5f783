using System.Buffers;
using Barograph.Model;

namespace Barograph.Server.Commands.Import;

/// <summary>Turns rows into samples, and counts what is left out and why.</summary>
/// <param name="wish">What was asked for.</param>
/// <param name="shape">The columns.</param>
/// <param name="times">Which times are taken.</param>
public sealed class RowIntake(ImportWish wish, TableShape shape, ImportTimes times)
{
    private readonly Dictionary<string, ImportPlace> _places = new(StringComparer.Ordinal);
    private readonly HashSet<string> _wanted = [.. wish.OnlyLocations];

    public ImportTally Tally { get; } = new();

    /// <summary>Takes over what the source's database counts itself.</summary>
    public void Expect(IReadOnlyList<LocationCount> counts)
    {
        foreach (LocationCount count in counts)
        {
            Tally.RowsInTable += count.Rows;
            ImportPlace place = PlaceOf(count.Location);
            for (int i = 0; i < place.Series.Count; i++)
                place.Series[i].InTable += count.Values[i];
        }
    }

    /// <summary>Adds the row's samples to <paramref name="batch"/>.</summary>
    public void Take(SourceRow row, IBufferWriter<SinkSample> batch)
    {
        Tally.RowsRead++;
        ImportPlace place = PlaceOf(row.Location);
        if (place.Left is { } reason)
        {
            Tally.Leave(reason, () => $"\"{row.Location}\"");
            return;
        }
        if (Time(row, place, out Instant time) is { } problem)
        {
            LeaveRow(row, place, problem);
            return;
        }
        for (int i = 0; i < row.Values.Length; i++)
        {
            if (row.Values[i] is not { } value)
                continue;
            SeriesTally series = place.Series[i];
            if (!double.IsFinite(value))
            {
                series.LeftOut++;
                Tally.Leave(LeftOutReason.ValueNotFinite, () => $"{series.Key.Metric} at {series.Key.Location}, {TerminalText.Of(time)}");
                continue;
            }
            series.Send(time);
            batch.Write([new SinkSample(series.Key, Unit: null, time, value)]);
        }
    }

    private void LeaveRow(SourceRow row, ImportPlace place, LeftOutReason reason)
    {
        for (int i = 0; i < row.Values.Length; i++)
            if (row.Values[i] is not null)
                place.Series[i].LeftOut++;
        Tally.Leave(reason, () => row.Time is { } said ? $"{Said(said)} at {place.Series[0].Key.Location}" : $"at {place.Series[0].Key.Location}");
    }

    private static string Said(Instant time) =>
        time == Instant.MinValue ? "-infinity" : time == Instant.MaxValue ? "infinity" : TerminalText.Of(time).Replace('T', ' ').TrimEnd('Z');

    private LeftOutReason? Time(SourceRow row, ImportPlace place, out Instant time)
    {
        time = default;
        if (row.Time is not { } said)
            return LeftOutReason.TimeMissing;
        time = said;
        if (times.Clock is null)
            return times.Check(said);
        LocalTrace trace = place.Trace;
        LeftOutReason? reason = times.Check(said, ref trace, out time);
        place.Trace = trace;
        return reason;
    }

    private ImportPlace PlaceOf(string? said)
    {
        // A location cannot be empty, so the empty text can stand for none.
        string text = said ?? "";
        if (!_places.TryGetValue(text, out ImportPlace? place))
            _places[text] = place = NewPlace(text);
        return place;
    }

    private ImportPlace NewPlace(string text)
    {
        string sent = string.IsNullOrWhiteSpace(text) ? wish.Location ?? "" : text;
        if (sent.Length == 0)
            return new ImportPlace(LeftOutReason.LocationMissing, []);
        if (!LocationKey.TryNormalize(sent, out string? key, out _))
            return new ImportPlace(LeftOutReason.LocationInvalid, []);
        return _wanted.Count > 0 && !_wanted.Contains(key)
            ? new ImportPlace(LeftOutReason.LocationNotWanted, [])
            : new ImportPlace(null, [.. shape.Metrics.Select(metric => Tally.Of(new SeriesKey(key, metric.Metric)))]);
    }
}
