using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Barograph.Model;

/// <summary>The names of the kinds of units, as they stand in the API and in stores: <c>temperature</c>, <c>mass_concentration</c>.</summary>
public static class UnitKinds
{
    private static readonly FrozenDictionary<string, UnitKind> ByName =
        Enum.GetValues<UnitKind>().ToFrozenDictionary(kind => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString()), StringComparer.Ordinal);

    /// <summary>All names, in the order of the alphabet.</summary>
    public static IEnumerable<string> Names => ByName.Keys.Order(StringComparer.Ordinal);

    public static bool TryFind(string name, [MaybeNullWhen(false)] out UnitKind kind) => ByName.TryGetValue(name, out kind);
}
