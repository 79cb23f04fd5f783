using System.Text;

namespace Barograph.Formats;

/// <summary>
/// Turns the few names that boards send over and over (metrics, locations, units) into strings without allocating each time:
/// a report of four values would otherwise make five strings that are garbage a moment later.
/// </summary>
/// <remarks>
/// A direct-mapped table: each name has one slot, and a newcomer takes the slot over. So it is bounded (4,096 names of at most 64
/// characters, about 0.6 MB when full), needs no lock (a slot is one reference, replaced whole), and a flood of invented names costs
/// only allocations: it cannot stop the honest names from coming back.
/// </remarks>
internal static class NameCache
{
    private const int Slots = 4096;
    private const int MaxLength = 64;
    private static readonly string?[] Names = new string?[Slots];

    /// <summary>The text of <paramref name="utf8"/>; invalid bytes become U+FFFD. Safe from any thread.</summary>
    public static string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > MaxLength)
            return Encoding.UTF8.GetString(utf8);
        ref string? slot = ref Names[Hash(utf8) % Slots];
        string? known = slot;
        if (known is not null && Ascii.Equals(utf8, known))
            return known;
        // Names that are not ASCII never match above; they are rare, and keeping them would only push others out.
        string name = Encoding.UTF8.GetString(utf8);
        if (Ascii.IsValid(utf8))
            slot = name;
        return name;
    }

    // FNV-1a: a handful of bytes, and a collision costs one allocation.
    private static uint Hash(ReadOnlySpan<byte> utf8)
    {
        uint hash = 2166136261;
        foreach (byte b in utf8)
            hash = (hash ^ b) * 16777619;
        return hash ^ (hash >> 15);
    }
}
