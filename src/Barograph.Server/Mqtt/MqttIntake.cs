using System.Buffers;
using System.Collections.Concurrent;
using Barograph.Formats;
using Barograph.Ingest;
using Barograph.Model;
using MQTTnet;

namespace Barograph.Server.Mqtt;

/// <summary>The way of a message into ingest, whichever broker it came by.</summary>
public sealed class MqttIntake(IngestPipeline ingest)
{
    // Some 15 MB at most.
    private const int MaxTables = 1_000;
    private const int MaxSensors = 10_000;

    private readonly ConcurrentDictionary<int, DiscoveryTable> _discovered = new();

    /// <summary>
    /// Takes a message. When it returns an outcome without <see cref="MqttOutcome.IsOurTrouble"/>, everything that was readable in it is durable or was refused for good.
    /// </summary>
    /// <param name="reporter">Whose it is.</param>
    /// <param name="message">As it came.</param>
    /// <param name="sources">Remembers from where a device of one place reads.</param>
    /// <param name="isKept">The broker had it in store; without a time of its own it is of no known age, and not taken.</param>
    /// <param name="cancel">The client is gone: stops waiting, not the commit.</param>
    public async ValueTask<MqttOutcome> TakeAsync(Reporter reporter, MqttApplicationMessage message, PlaceSource sources, bool isKept, CancellationToken cancel)
    {
        if (Read(reporter, message) is not { } sent)
            return MqttOutcome.NotOurs;
        // A broker gives what it has kept to every new subscription, however old that is.
        if (isKept)
            sent.Reports.RemoveAll(report => report.Time is null);
        if (sent.Failure is { } failure)
        {
            // Counted for the device like any other mistake of its own.
            sent.Failure = null;
            sent.Rejections.Add(failure);
        }
        if (reporter.Token.Reach == TokenReach.Placement)
            sources.Keep(sent);
        if (sent.Reports.Count == 0 && sent.Rejections.Count == 0)
        {
            if (sent.Ignored > 0)
                await ingest.SubmitAsync(reporter, sent, cancel);
            return MqttOutcome.Taken;
        }
        return MqttOutcome.Of(await ingest.SubmitAsync(reporter, sent, cancel));
    }

    // What a device says of its sensors is for its own topics only.
    private ReportSet? Read(Reporter reporter, MqttApplicationMessage message)
    {
        ReadOnlySequence<byte> payload = message.Payload;
        ReadOnlySpan<byte> bytes = payload.IsSingleSegment ? payload.FirstSpan : payload.ToArray();
        bool isDiscovery = message.Topic.StartsWith("homeassistant/", StringComparison.Ordinal);
        if (!_discovered.TryGetValue(reporter.ReceiptOwner, out DiscoveryTable? table) && isDiscovery && _discovered.Count < MaxTables)
            table = _discovered.GetOrAdd(reporter.ReceiptOwner, _ => new DiscoveryTable());
        return table is null ? MqttMessages.Parse(message.Topic, bytes) : table.Parse(message.Topic, bytes, isDiscovery && _discovered.Values.Sum(known => known.Count) < MaxSensors);
    }
}
