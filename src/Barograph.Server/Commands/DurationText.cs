using System.Globalization;

namespace Barograph.Server.Commands;

/// <summary>Durations as people type them: <c>30s</c>, <c>15m</c>, <c>12h</c>, <c>7d</c>, <c>2w</c>, <c>1y</c> (365 days), or <c>0</c>.</summary>
public static class DurationText
{
    /// <summary>Ten years: beyond it a typing error is likelier than a wish.</summary>
    private const long LongestSeconds = 3660L * 86400;

    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        if (text == "0")
            return true;
        long seconds = text.Length < 2 ? 0 : text[^1] switch
        {
            's' => 1,
            'm' => 60,
            'h' => 3600,
            'd' => 86400,
            'w' => 604800,
            'y' => 365L * 86400,
            _ => 0,
        };
        if (seconds == 0 || !int.TryParse(text.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out int count))
            return false;
        if (count * seconds > LongestSeconds)
            return false;
        duration = TimeSpan.FromSeconds(count * seconds);
        return true;
    }
}
