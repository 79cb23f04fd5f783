using Barograph.Model;

namespace Barograph.Formats;

/// <summary>A time as emoncms takes it: seconds since 1970, or a text that says its zone.</summary>
internal static class EmoncmsTime
{
    // The year 9999.
    private const double MaxSeconds = 253_402_300_799;

    public static bool TryRead(string sent, out Instant time)
    {
        if (NumberText.Parse(sent, out double seconds) != NumberKind.Number)
            return Instant.TryParse(sent.AsSpan().Trim(), out time);
        return TryOf(seconds, out time);
    }

    public static bool TryOf(double seconds, out Instant time)
    {
        bool isTime = seconds is >= 0 and <= MaxSeconds;
        time = isTime ? Instant.FromUnixSeconds(0) + TimeSpan.FromMicroseconds(Math.Round(seconds * 1e6)) : default;
        return isTime;
    }
}
