using System.Globalization;
using System.Numerics;
using Barograph.Model;
using CsCheck;

namespace Barograph.Tests.Model;

public sealed class UnitsTests
{
    [Theory]
    [InlineData("Cel", "Cel"), InlineData("°C", "Cel"), InlineData("C", "Cel"), InlineData("celsius", "Cel"), InlineData("℃", "Cel")]
    [InlineData("°F", "degF"), InlineData("F", "degF"), InlineData("Fahrenheit", "degF"), InlineData(" degF ", "degF")]
    [InlineData("K", "K"), InlineData("hpa", "hPa"), InlineData("inHg", "inHg"), InlineData("%rh", "%RH"), InlineData("%", "%")]
    [InlineData("knots", "kn"), InlineData("MPH", "mph"), InlineData("W/m²", "W/m2"), InlineData("lux", "lx")]
    [InlineData("\u00b5g/m³", "ug/m3"), InlineData("\u03bcg/m3", "ug/m3"), InlineData("m", "m"), InlineData("mV", "mV")]
    [InlineData("KWH", "kWh")]
    public void A_unit_is_found_by_its_code_and_by_what_people_write(string sent, string code)
    {
        Assert.True(Units.TryFind(sent, out Unit? unit));
        Assert.Equal(code, unit.Code);
    }

    // A case that is wrong by a prefix must not be guessed: mega is not milli.
    [Theory]
    [InlineData("MV"), InlineData("MW"), InlineData("MA"), InlineData("M"), InlineData("S"), InlineData("Mbar")]
    [InlineData("furlong"), InlineData("")]
    public void Other_units_are_not_found(string sent) => Assert.False(Units.TryFind(sent, out _));

    [Fact]
    public void Every_unit_is_found_by_its_own_code() =>
        Assert.All(Units.All, unit => Assert.Same(unit, Units.TryFind(unit.Code, out Unit? found) ? found : null));

    [Theory]
    [InlineData(71.6, "degF", "Cel", 22), InlineData(22, "Cel", "degF", 71.6), InlineData(-40, "degF", "Cel", -40)]
    [InlineData(0, "K", "Cel", -273.15)]
    [InlineData(71.3, "degF", "Cel", 21.833333333333332), InlineData(68, "degF", "K", 293.15), InlineData(21.4, "Cel", "K", 294.55)]
    [InlineData(1013.25, "hPa", "Pa", 101325), InlineData(29.92, "inHg", "hPa", 1013.2075888)]
    [InlineData(1013.2075888, "hPa", "inHg", 29.92)]
    [InlineData(760, "mmHg", "Pa", 101325.024), InlineData(1, "mbar", "kPa", 0.1), InlineData(0.1, "mbar", "hPa", 0.1)]
    [InlineData(40.1, "%", "%RH", 40.1), InlineData(40.1, "%RH", "/", 0.401), InlineData(0.401, "/", "%", 40.1)]
    [InlineData(10, "mph", "km/h", 16.09344), InlineData(36, "km/h", "m/s", 10), InlineData(1, "kn", "km/h", 1.852)]
    [InlineData(1, "ft", "in", 12), InlineData(0.1, "in", "mm", 2.54), InlineData(3, "km", "cm", 300000)]
    [InlineData(3300, "mV", "V", 3.3), InlineData(1, "kWh", "J", 3600000), InlineData(90, "min", "h", 1.5)]
    [InlineData(0.4, "ppm", "ppb", 400)]
    [InlineData(-0.0, "m", "m", -0.0), InlineData(double.MaxValue, "%", "%RH", double.MaxValue), InlineData(5e-324, "mbar", "hPa", 5e-324)]
    public void Conversion_is_exact_to_the_last_digit(double value, string from, string to, double expected)
    {
        Assert.True(Units.TryConvert(value, Find(from), Find(to), out double converted));
        Assert.Equal(expected, converted);
    }

    [Theory]
    [InlineData(1e300, "m", "mm", 1e303), InlineData(1e-300, "m", "km", 1e-303), InlineData(1e20, "K", "Cel", 1e20)]
    public void Numbers_beyond_every_sensor_are_converted_too(double value, string from, string to, double expected)
    {
        Assert.True(Units.TryConvert(value, Find(from), Find(to), out double converted));
        Assert.Equal(1, converted / expected, 1e-15);
    }

    [Theory]
    [InlineData(1, "Cel", "hPa"), InlineData(1, "dB", "dBm"), InlineData(1, "W", "W/m2"), InlineData(1e308, "km", "mm")]
    [InlineData(double.NaN, "Cel", "K"), InlineData(double.PositiveInfinity, "Cel", "Cel")]
    public void What_cannot_be_converted_is_refused(double value, string from, string to) =>
        Assert.False(Units.TryConvert(value, Find(from), Find(to), out _));

    [Fact]
    public void Conversion_is_the_nearest_double_to_the_exact_result()
    {
        var pairs = Gen.OneOf(Units.All.SelectMany(a => Units.All.Where(b => a.Kind == b.Kind && a != b).Select(b => (a, b))).ToArray());
        Gen.Select(pairs, Gen.Double[-1e6, 1e6].Where(value => Math.Abs(value) > 1e-6)).Sample((pair, value) =>
        {
            (Unit from, Unit to) = pair;
            Assert.True(Units.TryConvert(value, from, to, out double converted));
            (BigInteger numerator, BigInteger denominator) = Exact(value, from, to);
            BigInteger error = Distance(converted, numerator, denominator);
            string what = string.Create(CultureInfo.InvariantCulture, $"{value:R} {from.Code} is {converted:R} {to.Code}");
            Assert.True(error <= Distance(Math.BitIncrement(converted), numerator, denominator), what);
            Assert.True(error <= Distance(Math.BitDecrement(converted), numerator, denominator), what);
        });
    }

    [Theory]
    [InlineData("Cel", true), InlineData("µmol/(m²·s)", true), InlineData("Pfund", true), InlineData("🌡", true), InlineData("a b", true)]
    [InlineData("12345678901234567890123456789012", true), InlineData("123456789012345678901234567890123", false)]
    [InlineData("", false), InlineData("  ", false), InlineData("a\nb", false), InlineData("a\0", false)]
    [InlineData("\u202eC", false), InlineData("\ufffd", false)]
    public void A_unit_text_is_short_and_printable(string sent, bool acceptable) => Assert.Equal(acceptable, Units.IsAcceptable(sent));

    [Fact]
    public void Half_a_surrogate_pair_is_no_unit()
    {
        Assert.False(Units.IsAcceptable("\ud83c"));
        Assert.False(Units.IsAcceptable("\udf21\ud83c"));
    }

    private static Unit Find(string code) => Units.All.Single(unit => unit.Code == code);

    // An independent computation: whole fractions of whole numbers, from the shortest decimal text of the value.
    private static (BigInteger Numerator, BigInteger Denominator) Exact(double value, Unit from, Unit to)
    {
        (BigInteger x, BigInteger one) = Fraction(decimal.Parse(
            value.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture));
        (BigInteger shift, BigInteger shiftOne) = Fraction(from.Shift);
        (BigInteger up, BigInteger upOne) = Fraction(from.Multiplier * to.Divisor);
        (BigInteger down, BigInteger downOne) = Fraction(from.Divisor * to.Multiplier);
        (BigInteger back, BigInteger backOne) = Fraction(to.Shift);
        BigInteger numerator = (x * shiftOne + shift * one) * up * downOne;
        BigInteger denominator = one * shiftOne * upOne * down;
        return (numerator * backOne - back * denominator, denominator * backOne);
    }

    private static (BigInteger Numerator, BigInteger Denominator) Fraction(decimal number)
    {
        int[] bits = decimal.GetBits(number);
        BigInteger digits = new(new decimal(bits[0], bits[1], bits[2], number < 0, 0));
        return (digits, BigInteger.Pow(10, bits[3] >> 16 & 0xFF));
    }

    // |number - numerator/denominator| in a unit that is the same for all numbers: every double is a whole multiple of 2^-1074.
    private static BigInteger Distance(double number, BigInteger numerator, BigInteger denominator)
    {
        long bits = BitConverter.DoubleToInt64Bits(number);
        int exponent = (int)(bits >> 52 & 0x7FF);
        BigInteger mantissa = (bits & 0xFFFFFFFFFFFFF) | (exponent == 0 ? 0 : 1L << 52);
        BigInteger whole = mantissa << Math.Max(exponent - 1, 0);
        return BigInteger.Abs((bits < 0 ? -whole : whole) * denominator - (numerator << 1074));
    }
}
