namespace Barograph.Model;

/// <summary>
/// What a device sent in one go, as a dialect read it. Nothing is checked but the syntax: names, bounds and rights are Ingest's.
/// </summary>
public sealed class Report
{
    /// <summary>Its position in the request, from 0; rejections name it.</summary>
    public int Index { get; init; }

    /// <summary>The location as sent, or null where the device did not say it.</summary>
    public string? Location { get; set; }

    /// <summary>
    /// What a dialect calls whatever measured: a gateway's sensor, a tag, a node; null where it does not say. The token decides what that means for the location:
    /// one for any location takes it as the location, one with a prefix puts it below, and one for a single place does not look at it. Not set together
    /// with <see cref="Location"/>.
    /// </summary>
    public string? Source { get; set; }

    /// <summary>When it was measured, or null for "now".</summary>
    public Instant? Time { get; set; }

    /// <summary>How long before its receipt it was measured, at least zero; null where the device did not say it. Never set together with <see cref="Time"/>.</summary>
    public TimeSpan? Age { get; set; }

    /// <summary>The device's own name for this report, which makes a retry safe; null without one.</summary>
    public string? Id { get; set; }

    public List<ReportValue> Values { get; } = [];
}
