using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Barograph.Model;

namespace Barograph.Server.Http.Alerts;

/// <summary>Where a part of the history ended. Episodes are ordered by their start, the newest first, then by id.</summary>
public sealed record HistoryCursor(Instant StartedAt, string Id)
{
    public static HistoryCursor After(AlertEpisode last) => new(last.StartedAt, last.Id);

    public static bool TryParse(string text, [NotNullWhen(true)] out HistoryCursor? cursor)
    {
        string[] parts = text.Split('.');
        cursor = parts.Length == 2 && long.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long at)
            && at >= Instant.MinValue.Microseconds && at < Instant.MaxValue.Microseconds ? new HistoryCursor(new Instant(at), parts[1]) : null;
        return cursor is not null;
    }

    /// <summary>Whether the episode comes after it in that order.</summary>
    public bool IsBefore(AlertEpisode episode) =>
        episode.StartedAt < StartedAt || (episode.StartedAt == StartedAt && string.CompareOrdinal(episode.Id, Id) > 0);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{StartedAt.Microseconds}.{Id}");
}
