using System.Diagnostics;

namespace Barograph.Load;

/// <summary>Dashboards: each asks all addresses one after the other, and begins again when its period is over (at once if the period is 0).</summary>
public static class Readers
{
    public static async Task<Dictionary<string, double>> RunAsync(Options options)
    {
        string[] addresses = File.ReadAllLines(options.Text("addresses"));
        int readers = options.Count("readers");
        var period = TimeSpan.FromSeconds(options.Number("period"));
        var latencies = new List<long>[readers];
        long errors = 0, bytes = 0;
        using var client = new HttpClient { BaseAddress = new Uri(options.Text("base")), Timeout = TimeSpan.FromMinutes(5) };
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", options.Text("authorization"));
        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, readers).Select(ReadAsync));
        Dictionary<string, double> figures = Figures.Of(Stopwatch.GetElapsedTime(start).TotalSeconds, errors, latencies);
        figures["bytes"] = (double)bytes / Math.Max(1, latencies.Sum(list => list.Count));
        return figures;

        async Task ReadAsync(int number)
        {
            List<long> mine = latencies[number] = [];
            // Not all in the same moment.
            await Task.Delay(period * number / readers);
            while (Stopwatch.GetElapsedTime(start) < options.Duration)
            {
                long began = Stopwatch.GetTimestamp();
                foreach (string address in addresses)
                    await AskAsync(address, mine);
                TimeSpan rest = period - Stopwatch.GetElapsedTime(began);
                if (rest > TimeSpan.Zero)
                    await Task.Delay(rest);
            }
        }

        async Task AskAsync(string address, List<long> mine)
        {
            long begin = Stopwatch.GetTimestamp();
            using HttpResponseMessage answer = await client.GetAsync(address);
            byte[] body = await answer.Content.ReadAsByteArrayAsync();
            if (!answer.IsSuccessStatusCode)
            {
                Interlocked.Increment(ref errors);
                return;
            }
            mine.Add(Stopwatch.GetTimestamp() - begin);
            Interlocked.Add(ref bytes, body.Length);
        }
    }
}
