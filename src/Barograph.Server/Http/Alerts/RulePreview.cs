using Barograph.Alerts;
using Barograph.Model;
using Barograph.Server.Changes;
using Barograph.Server.Running;
using Barograph.Storage;

namespace Barograph.Server.Http.Alerts;

/// <summary>Judges a rule by the readings of the past, as it would have been judged then.</summary>
public sealed class RulePreview(IStore store, ReportIntervals intervals)
{
    private const int MostSeries = 20;
    private const int MostAlerts = 200;

    /// <summary>A bound of the time that one request may take.</summary>
    private const long MostSamples = 2_000_000;

    /// <exception cref="RefusedException">There are too many readings.</exception>
    public async ValueTask<PreviewResult> RunAsync(AlertRule rule, TimeRange range, CancellationToken cancel)
    {
        SeriesInfo[] all = [.. (await store.Series.ListAsync(null, cancel)).Where(series => rule.Pattern.Matches(series.Key))];
        SeriesInfo[] judged = [.. all.Take(MostSeries)];
        IReadOnlyList<TimeRange> away = rule.Condition.Kind == AlertKind.Silent ? (await store.Episodes.ReadAliveAsync(range.To, cancel)).Away : [];
        List<(SeriesInfo Series, AlertSpan Span)> found = [];
        long left = MostSamples;
        foreach (SeriesInfo series in judged)
        {
            left -= await store.Reader.CountAsync(series.Id, range, left + 1, cancel);
            if (left < 0)
                throw new RefusedException(Errors.RangeTooLarge, "There are more than two million readings in that time; look at fewer days, or at fewer series.");
            IReadOnlyList<AlertSpan> spans = rule.Condition.Kind == AlertKind.Silent
                ? await SilenceAsync(rule, series, range, away, cancel)
                : await ValuesAsync(rule, series, range, cancel);
            found.AddRange(spans.Where(span => span.Touches(range.From, range.To)).Select(span => (series, span)));
        }
        return new PreviewResult(all.Length, judged.Length, [.. found.OrderByDescending(one => one.Span.Start).Take(MostAlerts)]);
    }

    private async ValueTask<IReadOnlyList<AlertSpan>> ValuesAsync(AlertRule rule, SeriesInfo series, TimeRange range, CancellationToken cancel)
    {
        AlertMachine machine = new(rule);
        TimeRange read = range with { From = range.From - (rule.Condition.Within ?? TimeSpan.Zero) };
        if (await store.Reader.LastBeforeAsync(series.Id, read.From, cancel) is { } before)
            machine.Read(before);
        await foreach (ReadOnlyMemory<TimedValue> block in store.Reader.ReadAsync(series.Id, read, cancel))
            for (int i = 0; i < block.Length; i++)
                machine.Read(block.Span[i]);
        machine.Advance(range.To);
        return machine.Spans;
    }

    private async ValueTask<IReadOnlyList<AlertSpan>> SilenceAsync(AlertRule rule, SeriesInfo series, TimeRange range, IReadOnlyList<TimeRange> away, CancellationToken cancel)
    {
        if ((rule.Condition.Within ?? intervals.Of(series.Id)?.StaleAfter) is not { } patience)
            return [];
        List<AlertSpan> spans = [];
        Instant? last = (await store.Reader.LastBeforeAsync(series.Id, range.From, cancel))?.Time;
        await foreach (ReadOnlyMemory<TimedValue> block in store.Reader.ReadAsync(series.Id, range, cancel))
            for (int i = 0; i < block.Length; i++)
            {
                Add(last, block.Span[i].Time);
                last = block.Span[i].Time;
            }
        Add(last, null);
        return spans;

        void Add(Instant? from, Instant? until)
        {
            if (from is { } silent && new SilenceWatch(patience, silent).Deadline(away, silent) is var deadline && deadline <= (until ?? range.To))
                spans.Add(new AlertSpan(silent, deadline, until, null, null));
        }
    }
}
