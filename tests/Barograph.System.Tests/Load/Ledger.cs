using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Barograph.SystemTests.Load;

/// <summary>
/// Boards that write down what they sent and what was acknowledged, as three kinds: with a time of their own (sent again until acknowledged), without a clock
/// but with an id (sent again too), and with neither (sent once, as the old board does). Each report holds two values that must appear together.
/// </summary>
/// <param name="secondOf">The Unix second of a report of the first kind, by its number; never the same for two.</param>
public sealed class Ledger(Func<int, long>? secondOf = null)
{
    private const long FirstSecond = 1_760_000_000;
    private static readonly string[] Kinds = ["timed", "named", "bare"];
    private static readonly TimeSpan ReconnectPause = TimeSpan.FromMilliseconds(20);

    private readonly Func<int, long> _secondOf = secondOf ?? (number => FirstSecond + number);
    private readonly Lock _lock = new();

    // By location and kind: how often each number was sent, and whether it was acknowledged.
    private readonly Dictionary<(string Location, string Kind), SortedDictionary<int, bool>> _sent = [];
    private int _acknowledged;

    public int Acknowledged => Volatile.Read(ref _acknowledged);

    /// <summary>Reports, going on with the numbers of the last time, until cancelled or, where it cannot be cancelled, until the server is gone.</summary>
    public async Task WorkAsync(EndPoint target, string token, int worker, CancellationToken stop)
    {
        string location = "board" + worker.ToString(CultureInfo.InvariantCulture);
        int number = LastNumber(location);
        RawConnection? connection = null;
        string? again = null;
        string kind = "";
        while (!stop.IsCancellationRequested)
        {
            try
            {
                connection ??= await RawConnection.OpenAsync(target);
                if (again is null)
                {
                    kind = Kinds[number % Kinds.Length];
                    again = Report(location, kind, ++number);
                    Note(location, kind, number, acknowledged: false);
                }
                RawAnswer answer = await connection.ExchangeAsync(RawHttp.Request("POST", "/api/v1/reports", again, "Authorization: Bearer " + token));
                if (answer.Status == 200)
                {
                    Note(location, kind, number, acknowledged: true);
                    again = null;
                }
                else if (answer.Status is not (502 or 503))
                    throw new InvalidOperationException(answer.ToString());
                else
                {
                    // It may be stored all the same: only what has a time or an id may be sent again.
                    again = kind == "bare" ? null : again;
                    await Task.Delay(ReconnectPause, CancellationToken.None);
                }
            }
            catch (Exception broken) when (broken is SocketException or EndOfStreamException)
            {
                connection?.Dispose();
                connection = null;
                if (!stop.CanBeCanceled)
                    return;
                again = kind == "bare" ? null : again;
                await Task.Delay(ReconnectPause, CancellationToken.None);
            }
        }
        connection?.Dispose();
    }

    /// <summary>The series that were written to.</summary>
    public IEnumerable<(string Location, string Metric)> Series =>
        _sent.Keys.SelectMany(key => (string[])[key.Kind, key.Kind + "_negative"], (key, metric) => (key.Location, metric));

    /// <summary>Compares all that was acknowledged with all that is stored. Nobody may be working.</summary>
    public async Task<LedgerFindings> CompareAsync(ServerApi reader)
    {
        int lost = 0, doubled = 0, corrupt = 0, stored = 0;
        foreach (var ((location, kind), sent) in _sent)
        {
            List<(decimal Time, double Value)> first = await reader.SamplesAsync(location, kind);
            List<(decimal Time, double Value)> second = await reader.SamplesAsync(location, kind + "_negative");
            stored += first.Count;
            Dictionary<double, int> counts = first.GroupBy(sample => sample.Value).ToDictionary(group => group.Key, group => group.Count());
            lost += sent.Count(one => one.Value && !counts.ContainsKey(one.Key));
            doubled += counts.Count(one => one.Value > 1);
            corrupt += counts.Keys.Count(value => value != (int)value || !sent.ContainsKey((int)value));
            corrupt += first.Count(sample => kind == "timed" && sample.Time != _secondOf((int)sample.Value));
            corrupt += first.SequenceEqual(second.Select(sample => (sample.Time, -sample.Value))) ? 0 : 1;
        }
        return new LedgerFindings(Acknowledged, stored, lost, doubled, corrupt);
    }

    private int LastNumber(string location)
    {
        lock (_lock)
            return Kinds.Max(kind => _sent.TryGetValue((location, kind), out SortedDictionary<int, bool>? sent) ? sent.Keys.Last() : 0);
    }

    private string Report(string location, string kind, int number)
    {
        string identity = kind switch
        {
            "timed" => $"\"time\":{_secondOf(number)},",
            "named" => $"\"age\":1,\"id\":\"{location}-{number}\",",
            _ => "",
        };
        return $$$"""{"location":"{{{location}}}",{{{identity}}}"values":{"{{{kind}}}":{{{number}}},"{{{kind}}}_negative":-{{{number}}}}}""";
    }

    private void Note(string location, string kind, int number, bool acknowledged)
    {
        lock (_lock)
        {
            if (!_sent.TryGetValue((location, kind), out SortedDictionary<int, bool>? sent))
                _sent[(location, kind)] = sent = [];
            sent[number] = acknowledged;
        }
        if (acknowledged)
            Interlocked.Increment(ref _acknowledged);
    }
}
