using System.Text;
using System.Text.Unicode;

namespace Barograph.Formats;

/// <summary>
/// Reads CBOR (RFC 8949) as far as sensor packs need it: integers, floats of all widths, decimal fractions (tag 4), texts, byte strings, arrays and maps of definite and
/// indefinite length. Every <c>Try</c> is false where the bytes break or end too soon, and nothing throws; then the reader is of no further use.
/// </summary>
internal ref struct CborReader(ReadOnlySpan<byte> bytes)
{
    // Major types, RFC 8949 section 3.1.
    private const int Unsigned = 0, Negative = 1, Bytes = 2, Text = 3, Array = 4, Map = 5, Tag = 6, Simple = 7;
    private const int DecimalFraction = 4;
    private const byte Break = 0xFF;

    // A pack is 2 deep; the rest is what unknown fields may hold, and a floor for attackers.
    private const int MaxDepth = 16;

    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    /// <summary>Whether <paramref name="body"/> begins as an array does.</summary>
    public static bool BeginsArray(ReadOnlySpan<byte> body) => body is [>= 0x80 and <= 0x9F, ..];

    /// <summary>The beginning of an array; <paramref name="count"/> is -1 for one that a break ends.</summary>
    public bool TryReadArray(out long count) => TryReadContainer(Array, out count);

    /// <summary>The beginning of a map; <paramref name="count"/> is its number of pairs, -1 for one that a break ends.</summary>
    public bool TryReadMap(out long count) => TryReadContainer(Map, out count);

    /// <summary>Whether a map is next.</summary>
    public readonly bool IsAtMap => !_rest.IsEmpty && _rest[0] >> 5 == Map;

    /// <summary>
    /// Counts down what a container still holds and says whether there is another item; takes the break of an indefinite one. False with <paramref name="isBroken"/>
    /// where the bytes end.
    /// </summary>
    public bool HasNext(ref long left, out bool isBroken)
    {
        isBroken = false;
        if (left > 0)
        {
            left--;
            return true;
        }
        if (left == 0)
            return false;
        isBroken = _rest.IsEmpty;
        if (isBroken || _rest[0] != Break)
            return !isBroken;
        _rest = _rest[1..];
        return false;
    }

    /// <summary>A map's key: an integer, or a text (then <paramref name="text"/> is not null, and empty where it is longer than <paramref name="maxText"/> or no text). Others are skipped.</summary>
    public bool TryReadKey(int maxText, out long number, out string? text)
    {
        number = long.MaxValue;
        text = null;
        if (_rest.IsEmpty)
            return false;
        switch (_rest[0] >> 5)
        {
            case Unsigned or Negative:
                if (!TryReadHead(out int major, out ulong argument, out bool isIndefinite) || isIndefinite)
                    return false;
                long magnitude = (long)Math.Min(argument, long.MaxValue - 1);
                number = major == Unsigned ? magnitude : -1 - magnitude;
                return true;
            case Text:
                if (!TryReadString(maxText, out text))
                    return false;
                text ??= "";
                return true;
            default:
                return TrySkip(0);
        }
    }

    /// <summary>The next item, whatever it is, as a value of SenML.</summary>
    public bool TryReadValue(int maxText, out SenMlValue value)
    {
        value = new SenMlValue(SenMlValueKind.Other);
        if (_rest.IsEmpty)
            return false;
        switch (_rest[0] >> 5)
        {
            case Unsigned or Negative:
                bool isInteger = TryReadInteger(out double integer);
                value = SenMlValue.Of(integer);
                return isInteger;
            case Bytes:
                value = new SenMlValue(SenMlValueKind.Bytes);
                return TrySkip(0);
            case Text:
                bool isString = TryReadString(maxText, out string? text);
                value = SenMlValue.Of(text);
                return isString;
            case Tag:
                return TryReadTagged(out value);
            case Simple:
                return TryReadSimple(out value);
            default:
                return TrySkip(0);
        }
    }

    private bool TryReadContainer(int wanted, out long count)
    {
        count = -1;
        if (!TryReadHead(out int major, out ulong length, out bool isIndefinite) || major != wanted)
            return false;
        // Every item takes a byte at least, so a larger count is a lie that must not be believed.
        if (!isIndefinite && length > (ulong)_rest.Length)
            return false;
        count = isIndefinite ? -1 : (long)length;
        return true;
    }

    private bool TryReadHead(out int major, out ulong argument, out bool isIndefinite)
    {
        major = 0;
        argument = 0;
        isIndefinite = false;
        if (_rest.IsEmpty)
            return false;
        major = _rest[0] >> 5;
        int more = _rest[0] & 31;
        _rest = _rest[1..];
        isIndefinite = more == 31;
        if (isIndefinite)
            return major is Bytes or Text or Array or Map;
        argument = (ulong)more;
        if (more < 24)
            return true;
        int width = more > 27 ? int.MaxValue : 1 << (more - 24);
        if (width > _rest.Length)
            return false;
        argument = 0;
        foreach (byte part in _rest[..width])
            argument = argument << 8 | part;
        _rest = _rest[width..];
        return true;
    }

    private bool TryReadInteger(out double number)
    {
        number = 0;
        if (!TryReadHead(out int major, out ulong argument, out bool isIndefinite) || isIndefinite || major > Negative)
            return false;
        number = major == Unsigned ? argument : -1.0 - argument;
        return true;
    }

    /// <summary>A string of one piece or of many; null in <paramref name="text"/> where it is too long or no text.</summary>
    private bool TryReadString(int maxText, out string? text)
    {
        text = null;
        if (!TryReadHead(out _, out ulong length, out bool isIndefinite))
            return false;
        if (!isIndefinite)
        {
            if (!TryTake(length, out ReadOnlySpan<byte> whole))
                return false;
            text = Decode(whole, maxText);
            return true;
        }
        StringBuilder? pieces = new();
        while (!_rest.IsEmpty && _rest[0] != Break)
        {
            if (!TryReadHead(out int major, out length, out isIndefinite) || major != Text || isIndefinite || !TryTake(length, out ReadOnlySpan<byte> piece))
                return false;
            pieces = Decode(piece, maxText) is { } part && pieces?.Length + part.Length <= maxText ? pieces?.Append(part) : null;
        }
        text = pieces?.ToString();
        return TryTake(1, out _);
    }

    private static string? Decode(ReadOnlySpan<byte> utf8, int maxText) =>
        utf8.Length <= 3 * maxText && Utf8.IsValid(utf8) && Encoding.UTF8.GetString(utf8) is { } text && text.Length <= maxText ? text : null;

    private bool TryTake(ulong length, out ReadOnlySpan<byte> taken)
    {
        taken = [];
        if (length > (ulong)_rest.Length)
            return false;
        taken = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return true;
    }

    private bool TryReadTagged(out SenMlValue value)
    {
        value = new SenMlValue(SenMlValueKind.Other);
        CborReader before = this;
        bool isFraction = TryReadHead(out _, out ulong tag, out bool isIndefinite) && !isIndefinite && tag == DecimalFraction
            && TryReadArray(out long count) && count is 2 or -1
            && TryReadInteger(out double exponent) && TryReadInteger(out double mantissa) && (count == 2 || TryTake(1, out ReadOnlySpan<byte> end) && end[0] == Break)
            && IsScaled(mantissa, exponent, out value);
        if (isFraction)
            return true;
        this = before;
        return TrySkip(0);
    }

    // Through text, because only that gives the double nearest to the decimal: 273 · 10⁻¹ is 27.3, and 273 · 0.1 is not.
    private static bool IsScaled(double mantissa, double exponent, out SenMlValue value)
    {
        value = new SenMlValue(SenMlValueKind.Other);
        if (Math.Abs(exponent) > 400 || Math.Abs(mantissa) > 1e18)
            return false;
        string text = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{(long)mantissa}e{(int)exponent}");
        NumberKind kind = NumberText.Parse(text, out double number);
        value = SenMlValue.Of(kind == NumberKind.NotFinite ? double.PositiveInfinity : number);
        return kind is NumberKind.Number or NumberKind.NotFinite;
    }

    private bool TryReadSimple(out SenMlValue value)
    {
        value = new SenMlValue(SenMlValueKind.Other);
        byte head = _rest[0];
        if (!TryReadHead(out _, out ulong bits, out _))
            return false;
        value = head switch
        {
            0xF4 => SenMlValue.Of(false),
            0xF5 => SenMlValue.Of(true),
            0xF6 or 0xF7 => new SenMlValue(SenMlValueKind.Missing),
            0xF9 => SenMlValue.Of((double)BitConverter.UInt16BitsToHalf((ushort)bits)),
            0xFA => SenMlValue.Of(BitConverter.UInt32BitsToSingle((uint)bits)),
            0xFB => SenMlValue.Of(BitConverter.UInt64BitsToDouble(bits)),
            _ => value,
        };
        return true;
    }

    private bool TrySkip(int depth)
    {
        if (depth > MaxDepth || !TryReadHead(out int major, out ulong length, out bool isIndefinite))
            return false;
        switch (major)
        {
            case Bytes or Text when !isIndefinite:
                return TryTake(length, out _);
            case Tag:
                return TrySkip(depth + 1);
            case Bytes or Text or Array or Map:
                // A map's keys and values are items alike, and one of indefinite length ends between them.
                ulong items = major == Map ? length * 2 : length;
                if (!isIndefinite && length > (ulong)_rest.Length)
                    return false;
                long left = isIndefinite ? -1 : (long)items;
                bool isBroken;
                while (HasNext(ref left, out isBroken))
                    if (!TrySkip(depth + 1))
                        return false;
                return !isBroken;
            default:
                return true;
        }
    }
}
