using System.Buffers;
using Barograph.Formats;
using Barograph.Ingest;
using Barograph.Model;
using MQTTnet;

namespace Barograph.Server.Mqtt;

/// <summary>The way of a message into ingest, whichever broker it came by.</summary>
public sealed class MqttIntake(IngestPipeline ingest)
{
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
        if (Read(message) is not { } sent)
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

    private static ReportSet? Read(MqttApplicationMessage message)
    {
        ReadOnlySequence<byte> payload = message.Payload;
        return MqttMessages.Parse(message.Topic, payload.IsSingleSegment ? payload.FirstSpan : payload.ToArray());
    }
}
