namespace Barograph.Alerts;

/// <summary>Where a rule stands with a series, in Prometheus's words.</summary>
public enum AlertPhase
{
    /// <summary>The condition does not hold.</summary>
    Inactive,

    /// <summary>It holds, and has not done so for long enough.</summary>
    Pending,

    Firing,

    /// <summary>It has fired, and is over.</summary>
    Resolved,
}
