namespace Barograph.Model;

/// <summary>Where a device stands from <paramref name="From"/> on, until <paramref name="Until"/> (not included; null: until now and on).</summary>
public sealed record Placement(string Location, Instant From, Instant? Until)
{
    public bool Covers(Instant time) => time >= From && (Until is not { } until || time < until);
}
