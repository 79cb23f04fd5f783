namespace Barograph.Storage;

/// <summary>How far back both engines look for what judging needs.</summary>
public static class AlertMemory
{
    /// <summary>No silence may be allowed for longer (RuleLimits), so a time away before that excuses nothing.</summary>
    public static readonly TimeSpan OfTimesAway = TimeSpan.FromDays(90);
}
