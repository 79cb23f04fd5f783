using Barograph.Model;

namespace Barograph.Server.Notify;

/// <summary>An alert as a notice tells it. These are the fields of the webhook too: add, never rename.</summary>
public sealed record NoticeAlert
{
    public required string Id { get; init; }

    public required string Location { get; init; }

    public required string Title { get; init; }

    public required string Metric { get; init; }

    public string? Unit { get; init; }

    /// <summary>What was asked, in words.</summary>
    public required string Condition { get; init; }

    /// <summary>True if nothing was heard, so that there are no values.</summary>
    public bool Silence { get; init; }

    public double? Value { get; init; }

    public double? Extreme { get; init; }

    /// <summary>RFC 3339, as all times here. By the readings, not by when they came in.</summary>
    public required string Started { get; init; }

    public required string Fired { get; init; }

    public string? Ended { get; init; }

    /// <summary>The place's IANA zone, for the words; null: UTC.</summary>
    public string? Zone { get; init; }

    public static NoticeAlert Of(AlertEpisode episode, SeriesInfo? series, IReadOnlyDictionary<string, Location> locations)
    {
        string key = series?.Key.Location ?? "?";
        Location? location = locations.GetValueOrDefault(key);
        return new NoticeAlert
        {
            Id = episode.Id,
            Location = key,
            Title = location?.Title ?? key,
            Metric = series?.Key.Metric ?? "?",
            Unit = series?.Unit,
            Condition = episode.Condition,
            Silence = episode.Kind == AlertKind.Silent,
            Value = episode.Value,
            Extreme = episode.Extreme,
            Started = episode.StartedAt.ToString(),
            Fired = episode.FiredAt.ToString(),
            Ended = episode.EndedAt?.ToString(),
            Zone = location?.Zone,
        };
    }
}
