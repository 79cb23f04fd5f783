using System.Globalization;
using System.Text;
using Barograph.Model;
using CsCheck;

namespace Barograph.Tests.Model;

public sealed class InstantTextTests
{
    private static readonly Gen<Instant> Instants =
        Gen.Long[Instant.MinValue.Microseconds, Instant.MaxValue.Microseconds].Select(microseconds => new Instant(microseconds));

    [Theory]
    [InlineData("2026-11-22T21:45:13Z", 1795383913_000000)]
    [InlineData("2026-11-22t21:45:13z", 1795383913_000000)]
    [InlineData("2026-11-22 21:45:13Z", 1795383913_000000)]
    [InlineData("2026-11-22T22:45:13+01:00", 1795383913_000000)]
    [InlineData("2026-11-22T11:15:13-10:30", 1795383913_000000)]
    [InlineData("2026-11-22T21:45:13-00:00", 1795383913_000000)]
    [InlineData("2026-11-22T21:45:13.1Z", 1795383913_100000)]
    [InlineData("2026-11-22T21:45:13.1234569999Z", 1795383913_123456)]
    [InlineData("2022-07-18T09:34:15.775023242+00:00", 1658136855_775023)]
    [InlineData("1970-01-01T00:00:00Z", 0)]
    [InlineData("1969-12-31T23:59:59.9999999Z", -1)]
    [InlineData("2024-02-29T00:00:00Z", 1709164800_000000)]
    [InlineData("2038-01-19T03:14:08Z", 2147483648_000000)]
    [InlineData("0001-01-01T00:00:00Z", -62135596800_000000)]
    [InlineData("9999-12-31T23:59:59.999999999Z", 253402300799_999999)]
    [InlineData("0001-01-01T00:00:00-00:01", -62135596740_000000)]
    public void Rfc_3339_with_an_offset_is_a_time(string text, long microseconds)
    {
        Assert.True(Instant.TryParse(text, out Instant time));
        Assert.Equal(microseconds, time.Microseconds);
        Assert.True(Instant.TryParse(Encoding.UTF8.GetBytes(text), out Instant fromBytes));
        Assert.Equal(time, fromBytes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("now")]
    [InlineData("2026-11-22")]
    [InlineData("2026-11-22T21:45:13")]
    [InlineData("2026-11-22T21:45:13.Z")]
    [InlineData("2026-11-22T21:45:13,5Z")]
    [InlineData("2026-11-22T21:45Z")]
    [InlineData("2026-11-22T21:45:60Z")]
    [InlineData("2016-12-31T23:59:60Z")]
    [InlineData("2026-11-22T24:00:00Z")]
    [InlineData("2026-11-22T21:60:00Z")]
    [InlineData("2026-13-01T00:00:00Z")]
    [InlineData("2026-00-01T00:00:00Z")]
    [InlineData("2026-11-31T00:00:00Z")]
    [InlineData("2026-02-29T00:00:00Z")]
    [InlineData("2026-11-00T00:00:00Z")]
    [InlineData("0000-01-01T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00+00:01")]
    [InlineData("9999-12-31T23:59:59-00:01")]
    [InlineData("10000-01-01T00:00:00Z")]
    [InlineData("+2026-11-22T21:45:13Z")]
    [InlineData("2026-11-22T21:45:13+0100")]
    [InlineData("2026-11-22T21:45:13+01")]
    [InlineData("2026-11-22T21:45:13+24:00")]
    [InlineData("2026-11-22T21:45:13+01:60")]
    [InlineData("2026-11-22T21:45:13ZZ")]
    [InlineData("2026-11-22T21:45:13Z ")]
    [InlineData(" 2026-11-22T21:45:13Z")]
    [InlineData("2026-11-22_21:45:13Z")]
    [InlineData("2026/11/22T21:45:13Z")]
    [InlineData("2026-1-22T21:45:13Z0000")]
    [InlineData("２０２６-11-22T21:45:13Z")]
    [InlineData("2026-11-22T21:45:1\u0133Z")]
    [InlineData("2026-11-22T21:45:13Z\0")]
    public void Anything_else_is_no_time(string text)
    {
        Assert.False(Instant.TryParse(text, out Instant time));
        Assert.Equal(default, time);
        Assert.False(Instant.TryParse(Encoding.UTF8.GetBytes(text), out _));
    }

    [Theory]
    [InlineData(0, "1970-01-01T00:00:00Z")]
    [InlineData(1795383913_500000, "2026-11-22T21:45:13.500Z")]
    [InlineData(1795383913_000100, "2026-11-22T21:45:13.000100Z")]
    [InlineData(-1, "1969-12-31T23:59:59.999999Z")]
    [InlineData(-62135596800_000000, "0001-01-01T00:00:00Z")]
    [InlineData(253402300799_999999, "9999-12-31T23:59:59.999999Z")]
    [InlineData(long.MaxValue, "9223372036854.775807")]
    [InlineData(long.MinValue, "-9223372036854.775808")]
    public void A_time_is_written_as_shortly_as_it_can_be(long microseconds, string text) =>
        Assert.Equal(text, new Instant(microseconds).ToString());

    [Fact]
    public void Text_round_trips() => Instants.Sample(time =>
        Instant.TryParse(time.ToString(), out Instant again) && again == time);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("-0", 0)]
    [InlineData("1732311913.123456", 1732311913_123456)]
    [InlineData("1732311913.1234569999999999999999999999999999999", 1732311913_123456)]
    [InlineData("1732311913.5", 1732311913_500000)]
    [InlineData("-1.5", -1_500000)]
    [InlineData("-0.0000001", -1)]
    [InlineData("-0.0000010", -1)]
    [InlineData("1.7e9", 1700000000_000000)]
    [InlineData("1.732311913123456E+9", 1732311913_123456)]
    [InlineData("17323119131234567e-7", 1732311913_123456)]
    [InlineData("253402300799.999999", 253402300799_999999)]
    [InlineData("-62135596800", -62135596800_000000)]
    [InlineData("1e-400", 0)]
    public void A_number_of_Unix_seconds_is_exact(string number, long microseconds)
    {
        Assert.True(Instant.TryFromUnixSeconds(Encoding.ASCII.GetBytes(number), out Instant time));
        Assert.Equal(microseconds, time.Microseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("+1")]
    [InlineData(".5")]
    [InlineData("1.")]
    [InlineData("1.e5")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("1e5\0")]
    [InlineData("1x")]
    [InlineData("1 ")]
    [InlineData("0x10")]
    [InlineData("NaN")]
    [InlineData("1e999")]
    [InlineData("-1e99999999999999999999")]
    [InlineData("253402300800")]
    [InlineData("-62135596800.000001")]
    [InlineData("1732311913123")]
    [InlineData("9223372036854775808")]
    [InlineData("99999999999999999999999999999999999999999")]
    public void No_number_of_Unix_seconds_within_the_years_1_to_9999(string number) =>
        Assert.False(Instant.TryFromUnixSeconds(Encoding.ASCII.GetBytes(number), out _));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1732311913_123456, "1732311913.123456")]
    [InlineData(1732311913_120000, "1732311913.12")]
    [InlineData(1732311913_000000, "1732311913")]
    [InlineData(-1, "-0.000001")]
    [InlineData(-1_500000, "-1.5")]
    [InlineData(long.MinValue, "-9223372036854.775808")]
    public void Unix_seconds_are_written_exactly(long microseconds, string number) =>
        Assert.Equal(number, UnixSeconds(new Instant(microseconds)));

    [Fact]
    public void Unix_seconds_round_trip() => Instants.Sample(time =>
        Instant.TryFromUnixSeconds(Encoding.ASCII.GetBytes(UnixSeconds(time)), out Instant again) && again == time);

    [Fact]
    public void Both_spellings_name_the_same_moment_as_the_platform() => Instants.Sample(time =>
        DateTimeOffset.Parse(time.ToString(), CultureInfo.InvariantCulture).UtcDateTime == time.ToDateTime()
        && decimal.Parse(UnixSeconds(time), CultureInfo.InvariantCulture) == time.Microseconds / 1_000_000m);

    private static string UnixSeconds(Instant time)
    {
        byte[] text = new byte[Instant.MaxUnixSecondsLength];
        return Encoding.ASCII.GetString(text, 0, time.WriteUnixSeconds(text));
    }
}
