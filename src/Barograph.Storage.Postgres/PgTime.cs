using Barograph.Model;

namespace Barograph.Storage.Postgres;

/// <summary>
/// Turns <see cref="Instant"/> into the number that the protocol carries for a timestamptz, microseconds since 2000, and back. Going
/// through DateTime would turn its smallest and largest value into -infinity and infinity.
/// </summary>
public static class PgTime
{
    private const long EpochOffset = 946_684_800_000_000;

    public static long ToRaw(Instant time) => time.Microseconds - EpochOffset;

    /// <summary>Times that only SQL can have put there (infinity, years before 1 and after 9999) become the nearest Instant.</summary>
    public static Instant FromRaw(long raw)
    {
        if (raw <= Instant.MinValue.Microseconds - EpochOffset)
            return Instant.MinValue;
        return raw >= Instant.MaxValue.Microseconds - EpochOffset ? Instant.MaxValue : new Instant(raw + EpochOffset);
    }
}
