namespace Barograph.Model;

/// <summary>What is asked of the readings of one series. How it is written says Alerts/ConditionText.</summary>
/// <param name="Kind">What is asked.</param>
/// <param name="Threshold">The bound, the value or the amount; of <see cref="AlertKind.Outside"/> the lower bound; of <see cref="AlertKind.Silent"/> 0.</param>
/// <param name="Upper">The upper bound of <see cref="AlertKind.Outside"/>, else 0.</param>
/// <param name="Within">
/// In which time a change counts (<see cref="AlertKind.Rises"/>, <see cref="AlertKind.Falls"/>), or how long silence is allowed
/// (<see cref="AlertKind.Silent"/>; null: as long as the habit of the series says).
/// </param>
/// <param name="Hysteresis">How far back over the bound a value has to come before the condition is over; not negative.</param>
public sealed record AlertCondition(AlertKind Kind, double Threshold = 0, double Upper = 0, TimeSpan? Within = null, double Hysteresis = 0);
