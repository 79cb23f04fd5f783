namespace Barograph.Model;

/// <summary>
/// A board or gateway that reports. <paramref name="Username"/> is a second name for Basic authentication; it shares one namespace
/// with the names of all devices. Placements are in the order of their start and do not overlap.
/// </summary>
public sealed record Device(
    int Id, string Name, string? Username, Instant CreatedAt, Instant? RevokedAt, IReadOnlyList<Placement> Placements)
{
    /// <summary>Where the device stood at <paramref name="time"/>: its placement, else the location named like the device.</summary>
    public string LocationAt(Instant time)
    {
        for (int i = Placements.Count - 1; i >= 0; i--)
            if (Placements[i].Covers(time))
                return Placements[i].Location;
        return Name;
    }

    /// <summary>Where the device stands at <paramref name="now"/>, or, if it is revoked, where it stood last.</summary>
    public string LastLocation(Instant now) => LocationAt(RevokedAt is { } end && end <= now ? new Instant(end.Microseconds - 1) : now);
}
