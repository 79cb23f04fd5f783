using System.Globalization;
using System.Text;
using Barograph.Formats;
using CsCheck;

namespace Barograph.Tests.Formats;

public sealed class NumberTextTests
{
    [Theory]
    [InlineData("0", 0), InlineData("71.3", 71.3), InlineData("-71.3", -71.3), InlineData("+5", 5), InlineData(".5", .5)]
    [InlineData("5.", 5)]
    [InlineData(" 71.3 ", 71.3), InlineData("\t1\r\n", 1), InlineData("1e3", 1000), InlineData("1E+3", 1000), InlineData("1e-3", .001)]
    [InlineData("045", 45), InlineData("1e-400", 0), InlineData("5e-324", 5e-324), InlineData("1.7976931348623157e308", double.MaxValue)]
    [InlineData("9007199254740993", 9007199254740992d), InlineData("0e999999999999", 0)]
    public void A_number_is_read_to_the_nearest_double(string text, double expected)
    {
        Assert.Equal(NumberKind.Number, Both(text, out double value));
        Assert.Equal(expected, value);
    }

    [Fact]
    public void Minus_zero_keeps_its_sign()
    {
        Both("-0", out double value);
        Assert.True(double.IsNegative(value));
    }

    [Theory]
    [InlineData("nan"), InlineData("NaN"), InlineData("-nan"), InlineData(" NAN "), InlineData(""), InlineData("   ")]
    [InlineData("None"), InlineData("null")]
    [InlineData("NULL"), InlineData("unavailable"), InlineData("Unavailable"), InlineData("unknown"), InlineData("--")]
    public void The_spellings_of_no_value_are_known(string text) => Assert.Equal(NumberKind.Missing, Both(text, out _));

    [Theory]
    [InlineData("1e999"), InlineData("-1e999"), InlineData("1e99999999999999999999"), InlineData("inf"), InlineData("-Inf")]
    [InlineData("Infinity"), InlineData("+INFINITY")]
    public void Too_large_is_not_finite(string text) => Assert.Equal(NumberKind.NotFinite, Both(text, out _));

    [Theory]
    [InlineData("abc"), InlineData("1,5"), InlineData("1.5.2"), InlineData("1_000"), InlineData("1 000")]
    [InlineData("0x10"), InlineData("1e"), InlineData("e5")]
    [InlineData("."), InlineData("-"), InlineData("+"), InlineData("--5"), InlineData("+-5"), InlineData("1e+")]
    [InlineData("1e1.5"), InlineData("5%"), InlineData("21°C")]
    [InlineData("1\0"), InlineData("1e5\0"), InlineData("\0"), InlineData("٣"), InlineData("１"), InlineData("∞"), InlineData("1f")]
    [InlineData("(5)"), InlineData("$5"), InlineData("- 5"), InlineData("nano")]
    public void Anything_else_is_no_number(string text) => Assert.Equal(NumberKind.NotANumber, Both(text, out _));

    [Fact]
    public void A_number_has_at_most_100_characters_without_the_spaces_around()
    {
        Assert.Equal(NumberKind.Number, Both(new string(' ', 500) + new string('1', 100) + new string(' ', 500), out _));
        Assert.Equal(NumberKind.NotANumber, Both(new string('1', 101), out _));
        Assert.Equal(NumberKind.NotANumber, Both(new string('1', 100_000), out _));
    }

    [Fact]
    public void What_the_platform_writes_is_read_back_to_the_bit() => Gen.Double.Where(double.IsFinite).Sample(number =>
        Both(number.ToString("R", CultureInfo.InvariantCulture), out double value) == NumberKind.Number
        && BitConverter.DoubleToInt64Bits(value) == BitConverter.DoubleToInt64Bits(number));

    // The same answer from text and from bytes, or the test that asked fails.
    private static NumberKind Both(string text, out double value)
    {
        NumberKind kind = NumberText.Parse(text, out value);
        Assert.Equal(kind, NumberText.Parse(Encoding.UTF8.GetBytes(text), out double fromBytes));
        Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(fromBytes));
        return kind;
    }
}
