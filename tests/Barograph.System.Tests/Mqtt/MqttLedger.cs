using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;

namespace Barograph.SystemTests.Mqtt;

/// <summary>Boards that publish with QoS 1, again and again until it is acknowledged, and write that down.</summary>
internal sealed class MqttLedger
{
    private const long FirstSecond = 1_760_000_000;
    private static readonly TimeSpan ReconnectPause = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentDictionary<string, int> _acknowledged = new(StringComparer.Ordinal);

    public int Acknowledged => _acknowledged.Values.Sum();

    /// <summary>Publishes numbers, one after the other, until cancelled.</summary>
    public async Task WorkAsync(int port, string token, int worker, CancellationToken stop)
    {
        string location = "board" + worker.ToString(CultureInfo.InvariantCulture);
        RawMqtt? client = null;
        while (!stop.IsCancellationRequested)
        {
            int number = _acknowledged.GetValueOrDefault(location) + 1;
            try
            {
                client ??= await RawMqtt.ConnectAsync(port, location, token);
                await client.PublishAsync("barograph/" + location, Report(number), (ushort)(1 + number % 60_000));
                _acknowledged[location] = number;
            }
            catch (Exception broken) when (broken is SocketException or IOException)
            {
                client?.Dispose();
                client = null;
                await Task.Delay(ReconnectPause, CancellationToken.None);
            }
        }
        client?.Dispose();
    }

    /// <summary>How many that were acknowledged are not there, and how many are there that should not be.</summary>
    public async Task<(int Lost, int Wrong)> CompareAsync(ServerApi reader)
    {
        int lost = 0, wrong = 0;
        foreach ((string location, int last) in _acknowledged)
        {
            List<(decimal Time, double Value)> stored = await reader.SamplesAsync(location, "number");
            HashSet<double> values = [.. stored.Select(sample => sample.Value)];
            lost += Enumerable.Range(1, last).Count(number => !values.Contains(number));
            // One more may be stored: sent, committed, and not heard of.
            wrong += stored.Count(sample => sample.Time != FirstSecond + (decimal)sample.Value || sample.Value > last + 1) + stored.Count - values.Count;
        }
        return (lost, wrong);
    }

    private static string Report(int number) => string.Create(CultureInfo.InvariantCulture, $"{{\"time\":{FirstSecond + number},\"values\":{{\"number\":{number}}}}}");
}
