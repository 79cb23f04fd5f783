namespace Barograph.Model;

/// <summary>How a target is reached. Stored as numbers: add, never change.</summary>
public enum TargetKind
{
    Mail = 0,
    Webhook = 1,
    Ntfy = 2,
    Telegram = 3,

    /// <summary>Pushover, or another service with the same API.</summary>
    Pushover = 4,
    Mqtt = 5,
}
