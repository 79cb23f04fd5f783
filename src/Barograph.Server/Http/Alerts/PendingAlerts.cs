using Barograph.Alerts;
using Barograph.Model;
using Barograph.Storage;

namespace Barograph.Server.Http.Alerts;

/// <summary>
/// What is about to fire, found in the readings when somebody asks, because of several processes on one store only one judges. Safe for any number of threads.
/// </summary>
public sealed class PendingAlerts(IStore store, TimeProvider clock) : IDisposable
{
    /// <summary>As many are looked at; whoever has more has other worries.</summary>
    private const int Most = 50;

    /// <summary>It is found anew after this at the earliest, and never more than a twentieth of the time is spent on it.</summary>
    private static readonly TimeSpan KnownFor = TimeSpan.FromSeconds(2);
    private const int Share = 20;

    private readonly SemaphoreSlim _one = new(1);
    private IReadOnlyList<PendingAlert> _found = [];
    private Instant _foundAt = Instant.MinValue;
    private TimeSpan _took;

    public void Dispose() => _one.Dispose();

    /// <summary>The next to fire first.</summary>
    /// <param name="rules">All rules.</param>
    /// <param name="open">What fires already.</param>
    /// <param name="cancel">Ends it.</param>
    public async ValueTask<IReadOnlyList<PendingAlert>> FindAsync(IReadOnlyList<AlertRule> rules, IReadOnlyList<AlertEpisode> open, CancellationToken cancel)
    {
        if (!rules.Any(rule => rule.IsEnabled && rule.For > TimeSpan.Zero))
            return [];
        await _one.WaitAsync(cancel);
        try
        {
            Instant now = Instant.Now(clock);
            TimeSpan apart = _took * Share;
            if (now - _foundAt >= (apart > KnownFor ? apart : KnownFor))
            {
                _found = await SearchAsync(rules, now, cancel);
                _foundAt = Instant.Now(clock);
                _took = _foundAt - now;
            }
            return [.. _found.Where(one => !open.Any(fires => fires.RuleId == one.Rule.Id && fires.Series == one.Series.Id))];
        }
        finally
        {
            _one.Release();
        }
    }

    private async ValueTask<IReadOnlyList<PendingAlert>> SearchAsync(IReadOnlyList<AlertRule> rules, Instant now, CancellationToken cancel)
    {
        List<PendingAlert> found = [];
        IReadOnlyList<LatestSample> latest = await store.Reader.LatestAsync(null, cancel);
        var candidates = latest.SelectMany(sample => RuleChoice.Of(sample.Series.Key, rules)
            .Where(rule => rule.For > TimeSpan.Zero && MayHold(rule, sample)).Select(rule => (sample.Series, Rule: rule)));
        foreach ((SeriesInfo series, AlertRule rule) in candidates.Take(Most))
        {
            AlertMachine machine = new(rule);
            TimeRange range = new(now - rule.For - (rule.Condition.Within ?? TimeSpan.Zero), Instant.MaxValue);
            if (await store.Reader.LastBeforeAsync(series.Id, range.From, cancel) is { } before)
                machine.Read(before);
            await foreach (ReadOnlyMemory<TimedValue> block in store.Reader.ReadAsync(series.Id, range, cancel))
                for (int i = 0; i < block.Length; i++)
                    machine.Read(block.Span[i]);
            if (machine is { Phase: AlertPhase.Pending, BusySince: { } since, NextChange: { } fires } && fires > now)
                found.Add(new PendingAlert(rule, series, since, fires));
        }
        return [.. found.OrderBy(one => one.FiresAt)];
    }

    // Changes are not seen in a single reading.
    private static bool MayHold(AlertRule rule, LatestSample sample)
    {
        if (rule.Condition.Kind is AlertKind.Rises or AlertKind.Falls)
            return true;
        AlertMachine machine = new(rule with { For = TimeSpan.Zero });
        machine.Read(new TimedValue(sample.Time, sample.Value));
        return machine.Phase == AlertPhase.Firing;
    }
}
