using System.Buffers.Text;

namespace Barograph.Formats;

/// <summary>Values of fields: floats, integers <c>1i</c> and <c>1u</c>, booleans as 1 and 0.</summary>
internal static class InfluxValue
{
    // Powers of ten up to here, and whole numbers below 2^53, are exact as doubles; so their quotient is the nearest double to the decimal.
    private const int MostExactDigits = 15;

    private static readonly double[] PowersOfTen = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    /// <summary>Reads what stands without quotes. What overflows a double, infinities and NaN are <see cref="NumberKind.NotFinite"/>.</summary>
    public static NumberKind Read(ReadOnlySpan<byte> sent, out double value)
    {
        if (TryPlain(sent, out value))
            return NumberKind.Number;
        switch (sent[^1])
        {
            case (byte)'i':
                bool isLong = Utf8Parser.TryParse(sent[..^1], out long whole, out int read) && read == sent.Length - 1;
                value = isLong ? whole : 0;
                return isLong ? NumberKind.Number : NumberKind.NotANumber;
            case (byte)'u':
                bool isUnsigned = Utf8Parser.TryParse(sent[..^1], out ulong large, out read) && read == sent.Length - 1;
                value = isUnsigned ? large : 0;
                return isUnsigned ? NumberKind.Number : NumberKind.NotANumber;
            default:
                return ReadSlowly(sent, out value);
        }
    }

    private static NumberKind ReadSlowly(ReadOnlySpan<byte> sent, out double value)
    {
        if (IsTrue(sent) || IsFalse(sent))
        {
            value = IsTrue(sent) ? 1 : 0;
            return NumberKind.Number;
        }
        NumberKind kind = NumberText.Parse(sent, out value);
        return kind == NumberKind.Missing ? NumberText.SpellsNaN(sent) ? NumberKind.NotFinite : NumberKind.NotANumber : kind;
    }

    private static bool IsTrue(ReadOnlySpan<byte> sent) =>
        sent.SequenceEqual("t"u8) || sent.SequenceEqual("T"u8) || sent.SequenceEqual("true"u8) || sent.SequenceEqual("True"u8) || sent.SequenceEqual("TRUE"u8);

    private static bool IsFalse(ReadOnlySpan<byte> sent) =>
        sent.SequenceEqual("f"u8) || sent.SequenceEqual("F"u8) || sent.SequenceEqual("false"u8) || sent.SequenceEqual("False"u8) || sent.SequenceEqual("FALSE"u8);

    /// <summary>What nearly all numbers are: a sign, up to 15 digits, a point among them.</summary>
    private static bool TryPlain(ReadOnlySpan<byte> sent, out double value)
    {
        value = 0;
        bool isNegative = sent[0] == '-';
        long digits = 0;
        int count = 0, fraction = -1;
        foreach (byte b in isNegative ? sent[1..] : sent)
        {
            if (b == '.' && fraction < 0)
            {
                fraction = 0;
                continue;
            }
            if (b is < (byte)'0' or > (byte)'9' || ++count > MostExactDigits)
                return false;
            digits = digits * 10 + (b - '0');
            if (fraction >= 0)
                fraction++;
        }
        if (count == 0)
            return false;
        double size = fraction > 0 ? digits / PowersOfTen[fraction] : digits;
        value = isNegative ? -size : size;
        return true;
    }
}
