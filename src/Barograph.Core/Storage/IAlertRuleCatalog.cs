using Barograph.Model;

namespace Barograph.Storage;

/// <summary>What people want to be told of, and what they do not want to hear for a while.</summary>
public interface IAlertRuleCatalog
{
    /// <summary>All rules, by id. A new store has those of <see cref="AlertRule.IsDefault"/>.</summary>
    ValueTask<IReadOnlyList<AlertRule>> ListAsync(CancellationToken cancel);

    /// <summary>Adds a rule; its number is given by the store.</summary>
    ValueTask<AlertRule> AddAsync(AlertRule rule, CancellationToken cancel);

    /// <summary>Replaces the rule of the same number, but for its origin and the time of its making. Returns false if there is none.</summary>
    ValueTask<bool> ChangeAsync(AlertRule rule, CancellationToken cancel);

    /// <summary>Removes a rule; its episodes stay. Returns false if there is none of this number.</summary>
    ValueTask<bool> RemoveAsync(int id, CancellationToken cancel);

    /// <summary>All mutes, those that are over included, by id.</summary>
    ValueTask<IReadOnlyList<AlertMute>> ListMutesAsync(CancellationToken cancel);

    /// <summary>Adds a mute; its number is given by the store.</summary>
    ValueTask<AlertMute> AddMuteAsync(AlertMute mute, CancellationToken cancel);

    /// <summary>Ends a mute. Returns false if there is none of this number that would last beyond <paramref name="at"/>.</summary>
    ValueTask<bool> EndMuteAsync(int id, Instant at, CancellationToken cancel);
}
