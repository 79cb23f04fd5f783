namespace Barograph.Model;

/// <summary>One time that a rule fired for one series. All but the last four are by the times of the readings, whenever those came in.</summary>
/// <param name="Id">16 hex digits, made by whoever noticed it, so that writing it twice writes it once.</param>
/// <param name="RuleId">The rule, which may be gone by now.</param>
/// <param name="Series">Of which series.</param>
/// <param name="Kind">What the rule asked.</param>
/// <param name="Condition">The same in words, as it was then.</param>
/// <param name="StartedAt">From when on the condition held; of silence, the last reading.</param>
/// <param name="FiredAt">When it had held for long enough.</param>
/// <param name="EndedAt">From when on it did not hold any more; null: it holds.</param>
/// <param name="Value">The reading at <paramref name="StartedAt"/>; null for silence.</param>
/// <param name="Extreme">The reading that was farthest from what is allowed; null for silence.</param>
/// <param name="NoticedAt">When we noticed. Long after <paramref name="FiredAt"/> if readings came late.</param>
/// <param name="ToldAt">When notices of it were last put into the outbox; null: never.</param>
/// <param name="AcknowledgedAt">When somebody said that they know; null: nobody has.</param>
/// <param name="AcknowledgedBy">Who that was.</param>
public sealed record AlertEpisode(
    string Id, int RuleId, SeriesId Series, AlertKind Kind, string Condition, Instant StartedAt, Instant FiredAt, Instant? EndedAt, double? Value, double? Extreme,
    Instant NoticedAt, Instant? ToldAt = null, Instant? AcknowledgedAt = null, string? AcknowledgedBy = null);
