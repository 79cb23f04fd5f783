using System.Diagnostics;
using System.Threading.Channels;

namespace Barograph.Load;

/// <summary>
/// Posts at a fixed rate, whatever the answers take. A latency counts from the moment at which the request was due, so a server that stands still
/// cannot hide it by being asked less. The clock ticks every millisecond, and its unpunctuality is in the figures: up to 1 ms, more on busy cores.
/// </summary>
public static class PacedPosts
{
    public static async Task<Dictionary<string, double>> RunAsync(Options options)
    {
        byte[][] requests = options.Parts("requests");
        Channel<long> due = Channel.CreateUnbounded<long>(new UnboundedChannelOptions { SingleWriter = true });
        int connections = options.Count("connections");
        var latencies = new List<long>[connections];
        long errors = 0;
        Task[] workers = [.. Enumerable.Range(0, connections).Select(WorkAsync)];
        double seconds = await PaceAsync(due.Writer, options.Number("rate"), options.Duration);
        await Task.WhenAll(workers);
        return Figures.Of(seconds, errors, latencies);

        async Task WorkAsync(int number)
        {
            List<long> mine = latencies[number] = [];
            using var connection = new PostConnection("127.0.0.1", options.Count("port"));
            int next = number;
            await foreach (long moment in due.Reader.ReadAllAsync())
            {
                if (await connection.SendAsync(requests[next++ % requests.Length]))
                    mine.Add(Stopwatch.GetTimestamp() - moment);
                else
                    Interlocked.Increment(ref errors);
            }
        }
    }

    private static async Task<double> PaceAsync(ChannelWriter<long> due, double rate, TimeSpan duration)
    {
        using var clock = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        long start = Stopwatch.GetTimestamp();
        double period = Stopwatch.Frequency / rate;
        long total = (long)(rate * duration.TotalSeconds);
        for (long sent = 0; sent < total; await clock.WaitForNextTickAsync())
        {
            long now = Stopwatch.GetTimestamp();
            for (; sent < total && start + (long)(sent * period) <= now; sent++)
                due.TryWrite(start + (long)(sent * period));
        }
        due.Complete();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
