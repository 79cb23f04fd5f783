namespace Barograph.Model;

/// <summary>What holds for everybody who looks at this store.</summary>
/// <param name="IsPublic">Whether people without any credential may read.</param>
/// <param name="Units">In which unit values of a kind are shown, by the kind's name (<see cref="UnitKinds"/>); kinds that are not there are shown as they are.</param>
public sealed record Site(bool IsPublic, IReadOnlyDictionary<string, string> Units);
