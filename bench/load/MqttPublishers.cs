using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Barograph.Load;

/// <summary>Connections that each publish with QoS 1 and wait for the PUBACK before the next message.</summary>
public static class MqttPublishers
{
    public static async Task<Dictionary<string, double>> RunAsync(Options options)
    {
        byte[][] payloads = options.Parts("payloads");
        int connections = options.Count("connections");
        var latencies = new List<long>[connections];
        MqttConnection[] open = [.. Enumerable.Range(0, connections).Select(_ => new MqttConnection())];
        await Task.WhenAll(open.Select((connection, number) => connection.ConnectAsync(options.Count("port"), $"bench-{number}", options.Text("user"))));
        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(open.Select(PublishAsync));
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        foreach (MqttConnection connection in open)
            connection.Dispose();
        return Figures.Of(seconds, 0, latencies);

        async Task PublishAsync(MqttConnection connection, int number)
        {
            List<long> mine = latencies[number] = [];
            string topic = string.Create(CultureInfo.InvariantCulture, $"barograph/place{number % options.Count("locations")}");
            int length = Encoding.UTF8.GetByteCount(topic);
            byte[][] messages = [.. payloads.Select(payload => MqttConnection.Message(topic, payload))];
            for (int next = number; Stopwatch.GetElapsedTime(start) < options.Duration; next++)
            {
                long begin = Stopwatch.GetTimestamp();
                await connection.PublishAsync(messages[next % messages.Length], length);
                mine.Add(Stopwatch.GetTimestamp() - begin);
            }
        }
    }
}
