using Barograph.Model;

namespace Barograph.Storage;

/// <summary>Where alerts are sent to.</summary>
public interface ITargetCatalog
{
    /// <summary>All targets, by id.</summary>
    ValueTask<IReadOnlyList<AlertTarget>> ListAsync(CancellationToken cancel);

    /// <summary>Adds a target; its number is given by the store.</summary>
    /// <exception cref="NameTakenException">There is a target of this name.</exception>
    ValueTask<AlertTarget> AddAsync(AlertTarget target, CancellationToken cancel);

    /// <summary>Sets name, options, secret and switches of the target of the same number. Returns false if there is none.</summary>
    /// <exception cref="NameTakenException">Another target has this name.</exception>
    ValueTask<bool> ChangeAsync(AlertTarget target, CancellationToken cancel);

    /// <summary>Removes a target and what was still to be sent to it, as one transaction. Returns false if there is none of this number.</summary>
    ValueTask<bool> RemoveAsync(int id, CancellationToken cancel);
}
