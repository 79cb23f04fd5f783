using Barograph.Alerts;
using Barograph.Model;
using Barograph.Storage;

namespace Barograph.Server.Changes;

/// <summary>What people do with rules and mutes. Every member may throw <see cref="RefusedException"/>.</summary>
public sealed class AlertChanges(IStore store, TimeProvider clock)
{
    private const int MostRules = 500, MostMutes = 1000, LongestReason = 200, LongestRule = 400;

    /// <summary>Adds a rule, written as in spec/alerts.</summary>
    public async Task<AlertRule> AddRuleAsync(string text, CancellationToken cancel)
    {
        AlertRule rule = Parse(text) with { CreatedAt = Instant.Now(clock) };
        if ((await store.AlertRules.ListAsync(cancel)).Count >= MostRules)
            throw new RefusedException(Errors.MemberInvalid, $"There are {MostRules} rules already; remove one first.");
        return await store.AlertRules.AddAsync(rule, cancel);
    }

    /// <summary>Changes what is given of a rule.</summary>
    public async Task<AlertRule> ChangeRuleAsync(int id, string? text, bool? isEnabled, CancellationToken cancel)
    {
        AlertRule before = (await store.AlertRules.ListAsync(cancel)).FirstOrDefault(rule => rule.Id == id) ?? throw NoRule(id);
        AlertRule rule = (text is null ? before : Parse(text)) with { Id = id, IsEnabled = isEnabled ?? before.IsEnabled, IsDefault = before.IsDefault, CreatedAt = before.CreatedAt };
        return await store.AlertRules.ChangeAsync(rule, cancel) ? rule : throw NoRule(id);
    }

    public async Task RemoveRuleAsync(int id, CancellationToken cancel)
    {
        if (!await store.AlertRules.RemoveAsync(id, cancel))
            throw NoRule(id);
    }

    public async Task<AlertMute> AddMuteAsync(MuteWish wish, CancellationToken cancel)
    {
        Instant now = Instant.Now(clock);
        if (wish.Series.Length > LongestRule || !RuleText.TryPattern(wish.Series, out SeriesPattern pattern))
            throw new RefusedException(Errors.MemberInvalid, "It is LOCATION/METRIC, in which * stands for anything: attic/*.", "series");
        if (wish.Until <= now)
            throw new RefusedException(Errors.MemberInvalid, "It is over already.", "until");
        string reason = wish.Reason.Trim();
        if (reason.Length is 0 or > LongestReason || reason.Any(char.IsControl))
            throw new RefusedException(Errors.MemberInvalid, "Say in 1 to 200 characters why, for whoever wonders.", "reason");
        if ((await store.AlertRules.ListMutesAsync(cancel)).Count >= MostMutes)
            throw new RefusedException(Errors.MemberInvalid, $"There are {MostMutes} mutes already.");
        return await store.AlertRules.AddMuteAsync(new AlertMute(0, pattern, wish.Sort, wish.Until, reason, now, wish.By), cancel);
    }

    public async Task EndMuteAsync(int id, CancellationToken cancel)
    {
        if (!await store.AlertRules.EndMuteAsync(id, Instant.Now(clock), cancel))
            throw new RefusedException(Errors.NotFound, "There is no mute of this number that goes on.");
    }

    public async Task<AlertEpisode> AcknowledgeAsync(string id, string by, CancellationToken cancel) =>
        await store.Episodes.AcknowledgeAsync([id], by, Instant.Now(clock), cancel) is [AlertEpisode episode, ..]
            ? episode
            : throw new RefusedException(Errors.NotFound, "There is no alert of this id.");

    /// <summary>Reads a rule that a person has written.</summary>
    public static AlertRule Parse(string text)
    {
        if (text.Length > LongestRule || text.Any(char.IsControl))
            throw new RefusedException(Errors.MemberInvalid, "A rule is one line of at most 400 characters.", "rule");
        return RuleText.TryParse(text, out AlertRule? rule, out string? problem) ? rule : throw new RefusedException(Errors.MemberInvalid, problem, "rule");
    }

    private static RefusedException NoRule(int id) => new(Errors.NotFound, $"There is no rule {id.ToString(System.Globalization.CultureInfo.InvariantCulture)}.");
}
