using System.Buffers;
using System.Globalization;
using System.Text;
using Barograph.Model;

namespace Barograph.Formats;

/// <summary>Names of the line protocol turned into ours, so that different ones stay different wherever they can.</summary>
internal static class InfluxText
{
    private const int HashDigits = 8;

    /// <summary>Measurement, key or tag value as meant: a backslash before a comma, an equals sign or a space is taken away, any other stands for itself.</summary>
    public static string Unescape(ReadOnlySpan<byte> sent)
    {
        if (!sent.Contains((byte)'\\'))
            return NameCache.Get(sent);
        byte[] rented = ArrayPool<byte>.Shared.Rent(sent.Length);
        int length = 0;
        for (int i = 0; i < sent.Length; i++)
            if (sent[i] != '\\' || i + 1 == sent.Length || sent[i + 1] is not ((byte)',' or (byte)'=' or (byte)' '))
                rented[length++] = sent[i];
        string text = Encoding.UTF8.GetString(rented, 0, length);
        ArrayPool<byte>.Shared.Return(rented);
        return text;
    }

    /// <summary>A key that InfluxDB keeps for itself.</summary>
    public static bool IsReserved(ReadOnlySpan<byte> key) => key.SequenceEqual("time"u8) || key.SequenceEqual("_field"u8) || key.SequenceEqual("_measurement"u8);

    /// <summary>
    /// A part of a metric's name: ASCII letters lower-cased, each run of other characters one underscore, none at the ends. What would leave nothing (<c>/</c>, <c>温度</c>) becomes its bytes in
    /// hexadecimal, so that it still differs from others.
    /// </summary>
    public static string Fold(string sent)
    {
        StringBuilder name = new(Math.Min(sent.Length, 2 * MetricName.MaxLength));
        foreach (char c in sent)
        {
            if (char.IsAsciiLetterOrDigit(c))
                name.Append(char.ToLowerInvariant(c));
            else if (name.Length > 0 && name[^1] != '_')
                name.Append('_');
        }
        string folded = name.ToString().TrimEnd('_');
        return folded.Length > 0 || sent.Length == 0 ? folded : sent == "/" ? "root" : "x" + Convert.ToHexStringLower(Encoding.UTF8.GetBytes(sent));
    }

    /// <summary>A metric's name of folded parts; one that would be too long ends with a hash of the whole.</summary>
    public static string Name(params ReadOnlySpan<string> parts)
    {
        StringBuilder name = new();
        foreach (string part in parts)
            if (part.Length > 0)
                name.Append(name.Length > 0 ? "_" : char.IsAsciiDigit(part[0]) ? "n" : "").Append(part);
        string whole = name.Length == 0 ? "value" : name.ToString();
        return whole.Length <= MetricName.MaxLength ? whole : whole[..(MetricName.MaxLength - HashDigits - 1)].TrimEnd('_') + "_" + Hash(whole);
    }

    /// <summary>A source of several parts, as a path; one that would be too long ends with a hash of the whole. Null for none.</summary>
    public static string? Source(IReadOnlyList<string> parts)
    {
        string whole = string.Join('/', parts);
        if (Encoding.UTF8.GetByteCount(whole) <= LocationKey.MaxBytes)
            return DialectText.Source(whole);
        StringBuilder cut = new();
        int left = LocationKey.MaxBytes - HashDigits - 1;
        foreach (Rune rune in whole.EnumerateRunes())
        {
            left -= rune.Utf8SequenceLength;
            if (left < 0)
                break;
            cut.Append(rune.ToString());
        }
        return DialectText.Source($"{cut}-{Hash(whole)}");
    }

    // FNV-1a of the characters: must be the same in every process and for ever, which the platform's hashes are not.
    private static string Hash(string text)
    {
        uint hash = 2166136261;
        foreach (char c in text)
            hash = (hash ^ c) * 16777619;
        return hash.ToString("x8", CultureInfo.InvariantCulture);
    }
}
