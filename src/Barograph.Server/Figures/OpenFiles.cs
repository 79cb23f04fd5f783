using System.Diagnostics.Metrics;
using System.Globalization;

namespace Barograph.Server.Figures;

/// <summary>How many files this process has open, and may have. Linux tells it in /proc; where that is missing nothing is said.</summary>
internal static class OpenFiles
{
    private const string Folder = "/proc/self/fd";
    private const string Limits = "/proc/self/limits";

    /// <summary>At most one measurement; the one that counting opens is not counted.</summary>
    public static IEnumerable<Measurement<int>> Count() =>
        Directory.Exists(Folder) ? [new Measurement<int>(Directory.GetFileSystemEntries(Folder).Length - 1)] : [];

    /// <summary>Null where it is not known, or without a bound.</summary>
    public static int? Limit()
    {
        if (!File.Exists(Limits))
            return null;
        // "Max open files            1024                 524288               files": the first number holds.
        string? line = File.ReadLines(Limits).FirstOrDefault(line => line.StartsWith("Max open files", StringComparison.Ordinal));
        string? soft = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries).ElementAtOrDefault(3);
        return int.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out int limit) ? limit : null;
    }
}
