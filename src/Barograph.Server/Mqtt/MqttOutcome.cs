using Barograph.Ingest;
using Barograph.Model;

namespace Barograph.Server.Mqtt;

/// <summary>What became of a message.</summary>
/// <param name="Error">Why nothing of it was taken; null if something was, or there was nothing to take.</param>
/// <param name="Detail">A sentence about it, without any secret.</param>
/// <param name="IsOurTrouble">The client should send it again.</param>
/// <param name="IsKnown">A dialect knows the topic.</param>
public readonly record struct MqttOutcome(ErrorKind? Error, string? Detail, bool IsOurTrouble, bool IsKnown)
{
    public static readonly MqttOutcome Taken = new(null, null, false, true);

    public static readonly MqttOutcome NotOurs = new(null, null, false, false);

    public static MqttOutcome Of(IngestVerdict verdict)
    {
        if (verdict.Failure is { } trouble)
            return new MqttOutcome(trouble, trouble.Title, true, true);
        return verdict.TookAny || verdict.Rejections.Count == 0 ? Taken : new MqttOutcome(verdict.Rejections[0].Error, verdict.Rejections[0].Detail, false, true);
    }
}
