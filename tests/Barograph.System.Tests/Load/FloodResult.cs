using System.Collections.Concurrent;
using System.Diagnostics;

namespace Barograph.SystemTests.Load;

/// <summary>What the server answered to a flood of requests.</summary>
public sealed class FloodResult
{
    private readonly ConcurrentDictionary<int, int> _byStatus = new();
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private long _stored;
    private TimeSpan _took;

    /// <summary>Answers with 200.</summary>
    public int Taken => Count(200);

    /// <summary>Sum of "stored" over all answers that say it.</summary>
    public long Stored => Interlocked.Read(ref _stored);

    public int All => _byStatus.Values.Sum();

    public int Count(int status) => _byStatus.GetValueOrDefault(status);

    public void Add(RawAnswer answer)
    {
        _byStatus.AddOrUpdate(answer.Status, 1, (_, count) => count + 1);
        if (answer.Status == 200 && answer.Body.AsSpan().StartsWith("{\"stored\":"u8))
            Interlocked.Add(ref _stored, answer.Json.GetProperty("stored").GetInt64());
    }

    public FloodResult End()
    {
        _took = _watch.Elapsed;
        return this;
    }

    public override string ToString() =>
        $"{All} requests in {_took.TotalSeconds:F1} s ({All / Math.Max(0.001, _took.TotalSeconds):F0} a second): "
        + string.Join(", ", _byStatus.OrderBy(pair => pair.Key).Select(pair => $"{pair.Value} × {pair.Key}"));
}
