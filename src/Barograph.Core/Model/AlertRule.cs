namespace Barograph.Model;

/// <summary>When somebody wants to be told.</summary>
/// <param name="Id">Its number in the store, given once.</param>
/// <param name="Pattern">Of which series. A series that comes later and fits is watched from its first sample on.</param>
/// <param name="Condition">What is asked of its readings.</param>
/// <param name="For">The condition has to hold for so long, by the times of the readings.</param>
/// <param name="KeepFiringFor">It has to be over for so long before the alert is.</param>
/// <param name="RepeatEvery">How often it is told again until somebody acknowledges it or it is over; null: never.</param>
/// <param name="IsUrgent">Whether it may wake somebody: notifiers that know a priority send it with a high one.</param>
/// <param name="IsDefault">It came with the store. It steps aside for a series of which a rule of a person asks the same sort of thing.</param>
/// <param name="IsEnabled">Whether it is judged at all.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record AlertRule(
    int Id, SeriesPattern Pattern, AlertCondition Condition, TimeSpan For, TimeSpan KeepFiringFor, TimeSpan? RepeatEvery,
    bool IsUrgent, bool IsDefault, bool IsEnabled, Instant CreatedAt);
