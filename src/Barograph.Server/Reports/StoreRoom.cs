using System.Globalization;
using Barograph.Model;
using Barograph.Server.Commands;
using Barograph.Storage;

namespace Barograph.Server.Reports;

/// <summary>How much room a store takes, and has.</summary>
/// <param name="Bytes">What it takes.</param>
/// <param name="BytesPerDay">How fast it grows.</param>
/// <param name="FreeBytes">What is free where it lies; null if it lies elsewhere.</param>
/// <param name="FullAt">When that is used up, RFC 3339; null if nobody knows, or if it is further away than a plan should look.</param>
public sealed record StoreRoom(long Bytes, long BytesPerDay, long? FreeBytes, string? FullAt)
{
    public static StoreRoom Of(RetentionForecast forecast, Instant now) => new(
        forecast.StoreBytes, forecast.BytesPerDay, forecast.FreeDiskBytes,
        forecast is { FreeDiskBytes: { } free, BytesPerDay: > 0 and var day } && free / day is < RetentionPlan.MostDays and var days ? TerminalText.Of(now + TimeSpan.FromDays(days)) : null);

    /// <summary>The same in sentences, one a line.</summary>
    public IEnumerable<string> Lines()
    {
        yield return $"The store takes {Size(Bytes)} and grows by about {Size(BytesPerDay)} a day.";
        if (FreeBytes is { } free)
            yield return FullAt is { } full ? $"{Size(free)} are free: full about {full[..10]}, if all readings were kept." : $"{Size(free)} are free, enough for many years.";
    }

    public static string Size(long bytes) => bytes < 1_000_000_000
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB");
}
