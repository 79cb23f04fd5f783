using System.Diagnostics;
using System.Text.Json;

namespace Barograph.Load;

/// <summary>What was measured, as one line of JSON: rates a second, latencies in milliseconds.</summary>
public static class Figures
{
    public static void Print(IReadOnlyDictionary<string, double> figures) => Console.WriteLine(JsonSerializer.Serialize(figures));

    /// <param name="seconds">How long it took.</param>
    /// <param name="errors">Answers that were no success.</param>
    /// <param name="latencies">In ticks of <see cref="Stopwatch"/>, of each success.</param>
    public static Dictionary<string, double> Of(double seconds, long errors, IEnumerable<List<long>> latencies)
    {
        long[] sorted = [.. latencies.SelectMany(list => list)];
        Array.Sort(sorted);
        return new Dictionary<string, double>
        {
            ["seconds"] = seconds,
            ["ok"] = sorted.Length,
            ["errors"] = errors,
            ["rate"] = sorted.Length / seconds,
            ["p50"] = Quantile(sorted, 0.5),
            ["p99"] = Quantile(sorted, 0.99),
            ["max"] = Quantile(sorted, 1),
        };
    }

    // The smallest value that at least this part of all does not exceed.
    private static double Quantile(long[] sorted, double part) =>
        sorted.Length == 0 ? 0 : sorted[Math.Max(0, (int)Math.Ceiling(part * sorted.Length) - 1)] * 1000.0 / Stopwatch.Frequency;
}
