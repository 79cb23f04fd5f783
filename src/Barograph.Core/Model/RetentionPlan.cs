namespace Barograph.Model;

/// <summary>How long raw samples are kept, in days; null (the default) is for ever.</summary>
public readonly record struct RetentionPlan(int? RawDays)
{
    /// <summary>Boards deliver late for up to 30 days, and late samples must meet the raw ones of their hour.</summary>
    public const int LeastDays = 31;

    /// <summary>Longer than the calendar.</summary>
    public const int MostDays = 36_500;

    public static readonly RetentionPlan KeepAll = new(null);

    /// <summary>Before this time raw samples may go at <paramref name="now"/>; null: none may.</summary>
    public Instant? DropBefore(Instant now) => RawDays is { } days ? now - TimeSpan.FromDays(days) : null;
}
