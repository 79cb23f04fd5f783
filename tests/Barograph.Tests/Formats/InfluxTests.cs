using System.Globalization;
using System.Text;
using Barograph.Formats;
using Barograph.Model;
using CsCheck;

namespace Barograph.Tests.Formats;

/// <summary>The line protocol beyond the golden payloads: precisions, names, and what is hostile.</summary>
public sealed class InfluxTests
{
    private static readonly string[] Pieces =
    [
        "m", "weather", "°C", ",", "=", " ", "\n", "\r\n", "\\", "\\ ", "\\,", "\\=", "\"", "\\\"", "#", "1", "-1.5", "1i", "1u", "t", "nan", "+Inf", "1e999", "9223372036854775808i",
        "location=a", "host=b", "entity_id=x", "domain=sensor", "device_class_str=\"energy\"", "value=1", "value=", "time=1", " 1764000000", ",tag=v", "\u00c3", "\0", "a=1 ", "m f=1\n",
    ];

    [Theory]
    [InlineData("", "1764000000123456789", "2025-11-24T16:00:00.123456Z")]
    [InlineData("n", "1764000000123456789", "2025-11-24T16:00:00.123456Z")]
    [InlineData("ns", "1764000000123456789", "2025-11-24T16:00:00.123456Z")]
    [InlineData("nonsense", "1764000000123456789", "2025-11-24T16:00:00.123456Z")]
    [InlineData("u", "1764000000123456", "2025-11-24T16:00:00.123456Z")]
    [InlineData("us", "1764000000123456", "2025-11-24T16:00:00.123456Z")]
    [InlineData("ms", "1764000000123", "2025-11-24T16:00:00.123Z")]
    [InlineData("s", "1764000000", "2025-11-24T16:00:00Z")]
    [InlineData("m", "29400000", "2025-11-24T16:00:00Z")]
    [InlineData("h", "490000", "2025-11-24T16:00:00Z")]
    [InlineData("n", "-1", "1969-12-31T23:59:59.999999Z")]
    public void The_first_generation_knows_six_precisions(string precision, string time, string expected)
    {
        ReportSet set = Parse($"weather,location=a t=1 {time}", "db=d&precision=" + precision);
        Assert.Equal(expected, Assert.Single(set.Reports).Time?.ToString());
    }

    [Theory]
    [InlineData("ns", true)]
    [InlineData("us", true)]
    [InlineData("ms", true)]
    [InlineData("s", true)]
    [InlineData("", true)]
    [InlineData("n", false)]
    [InlineData("u", false)]
    [InlineData("m", false)]
    [InlineData("h", false)]
    [InlineData("nonsense", false)]
    public void The_second_knows_four_and_refuses_others(string precision, bool isKnown)
    {
        ReportSet set = InfluxWrite.ParseV2(new DialectRequest { Query = Bytes("bucket=b&precision=" + precision), Body = "weather t=1 1"u8 });
        Assert.Equal(isKnown ? null : Errors.ParameterInvalid, set.Failure?.Error);
    }

    [Theory]
    [InlineData("99999999999999999999", "s")]
    [InlineData("9223372036854775807", "h")]
    [InlineData("-9223372036854775808", "s")]
    [InlineData("253402300800", "s")]
    [InlineData("1.5", "s")]
    [InlineData("now", "s")]
    public void A_time_that_is_none_refuses_its_line(string time, string precision)
    {
        ReportSet set = Parse($"weather t=1 {time}\nweather t=2", "db=d&precision=" + precision);
        Assert.Equal((0, Errors.TimeInvalid), (Assert.Single(set.Rejections).Index, set.Rejections[0].Error));
        Assert.Equal(1, Assert.Single(set.Reports).Index);
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("-0.5", -0.5)]
    [InlineData(".5", 0.5)]
    [InlineData("5.", 5)]
    [InlineData("1.e+78", 1e78)]
    [InlineData("-1.234456e+78", -1.234456e78)]
    [InlineData("123456789012345", 123456789012345)]
    [InlineData("0.1234567890123456789", 0.1234567890123456789)]
    [InlineData("-9223372036854775808i", -9223372036854775808.0)]
    [InlineData("18446744073709551615u", 18446744073709551615.0)]
    [InlineData("t", 1)]
    [InlineData("T", 1)]
    [InlineData("true", 1)]
    [InlineData("True", 1)]
    [InlineData("TRUE", 1)]
    [InlineData("f", 0)]
    [InlineData("F", 0)]
    [InlineData("false", 0)]
    [InlineData("False", 0)]
    [InlineData("FALSE", 0)]
    public void Every_kind_of_number_is_read(string sent, double expected) =>
        Assert.Equal(expected, Assert.Single(Assert.Single(Parse($"weather t={sent}").Reports).Values).Value);

    [Theory]
    [InlineData("9223372036854775808i")]
    [InlineData("-1u")]
    [InlineData("1.5i")]
    [InlineData("i")]
    [InlineData("tRUE")]
    [InlineData("1_000")]
    [InlineData("0x10")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("1 2 3")]
    public void What_is_no_number_refuses_its_line(string sent)
    {
        ReportSet set = Parse($"weather a=1,t={sent},b=2\nweather c=3");
        Assert.Equal("c", Assert.Single(Assert.Single(set.Reports).Values).Metric);
        Assert.Contains("(line 1)", Assert.Single(set.Rejections).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void The_quick_way_to_read_a_number_rounds_as_the_platform_does() => Gen.Select(Gen.Long[-999_999_999_999_999, 999_999_999_999_999], Gen.Int[0, 15]).Sample((digits, places) =>
    {
        string text = Math.Abs(digits).ToString("D16", CultureInfo.InvariantCulture)[1..];
        text = (digits < 0 ? "-" : "") + text[..^places] + "." + text[^places..];
        Assert.Equal(double.Parse(text, CultureInfo.InvariantCulture), Parse($"weather t={text}").Reports[0].Values[0].Value);
    }, iter: 5_000);

    /// <summary>Line, then source and metric.</summary>
    [Theory]
    [InlineData("weather,location=garden temperature=1", "garden", "temperature")]
    [InlineData("home,room=Living\\ Room temp=1", "Living Room", "temp")]
    [InlineData("dht22,location=kitchen temperature=1", "kitchen", "dht22_temperature")]
    [InlineData("temperature,room=kitchen,device=esp1 value=1", "kitchen/esp1", "temperature")]
    [InlineData("temperature,sensor=attic value=1", "attic", "temperature")]
    [InlineData("temperature,location=attic,sensor=a value=1", "attic", "a_temperature")]
    [InlineData("mem,host=pi used=1", "pi", "mem_used")]
    [InlineData("swap,host=pi used=1", "pi", "swap_used")]
    [InlineData("cpu,cpu=cpu0,host=pi usage_idle=1", "pi", "cpu0_usage_idle")]
    [InlineData("disk,device=sda1,fstype=ext4,host=pi,mode=rw,path=/ used=1", "pi", "sda1_root_disk_used")]
    [InlineData("net,host=pi,interface=eth0 bytes_recv=1", "pi", "eth0_net_bytes_recv")]
    [InlineData("mqtt_consumer,host=pi,topic=zigbee2mqtt/kitchen temperature=1", "pi/zigbee2mqtt/kitchen", "temperature")]
    [InlineData("wifi_status,device=ESP8266,SSID=home rssi=1", "ESP8266", "wifi_status_rssi")]
    [InlineData("system,object=storages,nodename=pve1,host=local,type=dir used=1", "pve1/local", "storages_system_used")]
    [InlineData("total,device=plug,sensor=energy value=1", "plug", "energy_total")]
    [InlineData("voltage,device=plug,sensor=ENERGY value=1", "plug", "voltage")]
    [InlineData("temp temp=1", null, "temp")]
    [InlineData("weather value=1", null, "weather")]
    [InlineData("温度 value=1", null, "xe6b8a9e5baa6")]
    [InlineData("m,id=7 t=1", null, "n7_t")]
    [InlineData("kWh,domain=sensor,entity_id=meter value=1,device_class_str=\"energy\"", "meter", "energy")]
    [InlineData("switch.heater,domain=switch,entity_id=heater value=1", "heater", "switch_value")]
    public void Names_come_by_rule(string line, string? source, string metric)
    {
        Report report = Assert.Single(Parse(line).Reports);
        Assert.Equal((source, metric), (report.Source, Assert.Single(report.Values).Metric));
    }

    [Fact]
    public void An_attribute_does_not_take_the_name_of_the_value()
    {
        ReportSet set = Parse("V,domain=sensor,entity_id=plug voltage=3,value=230,device_class_str=\"voltage\"");
        Assert.Equal(["attribute_voltage=3[]", "voltage=230[V]"], Assert.Single(set.Reports).Values.Select(v => $"{v.Metric}={v.Value}[{v.Unit}]"));
    }

    [Fact]
    public void Tags_in_another_order_are_the_same_series()
    {
        ReportSet set = Parse("m,id=1,sensor=a,location=x t=1 1000\nm,location=x,sensor=a,id=1 t=2 2000");
        Assert.Empty(set.Rejections);
        Assert.Equal(["a_1_t", "a_1_t"], set.Reports.Select(report => report.Values[0].Metric));
    }

    [Fact]
    public void Long_names_that_begin_alike_stay_different()
    {
        string room = new('r', 130), sensor = new('s', 70);
        ReportSet set = Parse($"m,room={room}1,sensor={sensor}1 t=1\nm,room={room}2,sensor={sensor}2 t=1\n");
        Assert.Equal(2, set.Reports.Select(report => report.Source).Distinct().Count());
        Assert.Equal(2, set.Reports.Select(report => report.Values[0].Metric).Distinct().Count());
        Assert.All(set.Reports, report => Assert.True(report.Source!.Length <= 128 && report.Values[0].Metric.Length <= 64));
    }

    [Fact]
    public void Lines_that_differ_in_tags_that_are_not_looked_at_do_not_merge_at_one_time()
    {
        const string lines = "m,room=kitchen,host=a t=1 1000\nm,room=kitchen,host=b t=2 1000\nm,room=kitchen,host=b t=3 2000\nm,room=kitchen,host=a t=1 1000";
        ReportSet set = InfluxWrite.ParseV1(new DialectRequest { Query = "db=d"u8, Body = Bytes(lines), LocationTags = ["room"] });
        Assert.Equal([0, 2, 3], set.Reports.Select(report => report.Index));
        Assert.Equal((1, Errors.KeyDuplicate), (Assert.Single(set.Rejections).Index, set.Rejections[0].Error));
    }

    [Fact]
    public void A_quote_that_does_not_end_loses_its_line_only()
    {
        ReportSet set = Parse("m a=\"x\nweather b=1\nweather c=2");
        Assert.Equal(["b", "c"], set.Reports.Select(report => report.Values[0].Metric));
        Assert.Equal(0, Assert.Single(set.Rejections).Index);
    }

    [Fact]
    public void A_bad_line_is_known_by_its_number_behind_a_text_over_lines()
    {
        ReportSet set = Parse("# comment\n\nweather a=\"x\ny\",b=1\nbad\nweather c=2\n");
        Assert.Equal(4, Assert.Single(set.Rejections).Index);
        Assert.Contains("(line 5)", set.Rejections[0].Detail, StringComparison.Ordinal);
        Assert.Equal([2, 5], set.Reports.Select(report => report.Index));
    }

    [Fact]
    public void A_text_may_have_64_KB_and_no_more()
    {
        Assert.Single(Parse($"weather a=\"{new string('x', 65_536)}\",b=1").Reports);
        Assert.Single(Parse($"weather a=\"{new string('x', 65_537)}\",b=1\nweather c=1").Rejections);
    }

    [Fact]
    public void Lines_are_bounded()
    {
        string line = "weather,location=a t=1\n";
        Assert.Equal(InfluxWrite.MaxLines, Parse(string.Concat(Enumerable.Repeat(line, InfluxWrite.MaxLines))).Reports.Count);
        ReportSet more = Parse(string.Concat(Enumerable.Repeat(line, InfluxWrite.MaxLines + 1)));
        Assert.Equal(Errors.TooManyReports, more.Failure?.Error);
        Assert.Empty(more.Reports);
    }

    [Fact]
    public void Random_pieces_never_throw() => Gen.OneOf(Pieces).Array[0, 60].Sample(pieces => Check(Bytes(string.Concat(pieces))), iter: 5_000);

    [Fact]
    public void Random_bytes_never_throw() => Gen.Byte.Array[0, 200].Sample(Check, iter: 5_000);

    [Fact]
    public void A_megabyte_of_one_head_with_ever_new_fields_is_answered() => Check(Bytes("m " + string.Join("\nm ", Enumerable.Range(0, 9_000)
        .Select(line => string.Join(',', Enumerable.Range(0, 12).Select(field => string.Create(CultureInfo.InvariantCulture, $"f{line * 12 + field}=1")))))));

    [Fact]
    public void A_line_of_a_megabyte_of_tags_is_refused()
    {
        byte[] body = Bytes($"m{string.Concat(Enumerable.Range(0, 100_000).Select(tag => string.Create(CultureInfo.InvariantCulture, $",t{tag}=v")))} a=1\nweather b=2");
        ReportSet set = InfluxWrite.ParseV1(new DialectRequest { Query = "db=d"u8, Body = body, LocationTags = ["room"] });
        Assert.Equal(1, Assert.Single(set.Reports).Index);
        Assert.Contains("too many tags", Assert.Single(set.Rejections).Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("m a=\"\n")]
    [InlineData("m,a=b ")]
    [InlineData("\\ ")]
    [InlineData("m a=\"\\\"")]
    [InlineData(",")]
    public void A_megabyte_of_one_mistake_is_answered(string piece) => Check(Bytes(string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length))));

    private static void Check(byte[] body)
    {
        foreach (DialectParser parse in (DialectParser[])[InfluxWrite.ParseV1, InfluxWrite.ParseV2, InfluxWrite.ParseV3])
        {
            ReportSet set = parse(new DialectRequest { Query = "db=d&precision=ms"u8, Body = body });
            Assert.All(set.Reports, report =>
            {
                Assert.InRange(report.Values.Count, 1, 256);
                Assert.All(report.Values, value => Assert.True(double.IsFinite(value.Value) && MetricName.TryNormalize(value.Metric, out _), value.Metric));
                Assert.True(report.Source is null || LocationKey.TryNormalize(report.Source, out _, out _), report.Source);
            });
            Assert.True(set.Reports.Zip(set.Reports.Skip(1)).All(pair => pair.First.Index < pair.Second.Index));
            Assert.All(set.Rejections, rejection => Assert.InRange(rejection.Detail.Length, 10, 400));
        }
    }

    private static ReportSet Parse(string body, string query = "db=d") => InfluxWrite.ParseV1(new DialectRequest { Query = Bytes(query), Body = Bytes(body) });

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
