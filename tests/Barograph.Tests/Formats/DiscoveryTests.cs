using System.Text;
using Barograph.Formats;
using Barograph.Model;
using CsCheck;

namespace Barograph.Tests.Formats;

/// <summary>Home Assistant's discovery, consumed.</summary>
public sealed class DiscoveryTests
{
    private readonly DiscoveryTable _table = new();

    [Fact]
    public void ESPHome_gives_the_unit_of_a_plain_value()
    {
        Assert.Null(Only("livingroom/sensor/livingroom_temperature/state", "21.4").Unit);

        Say("homeassistant/sensor/livingroom/livingroom_temperature/config",
            """{"dev_cla":"temperature","unit_of_meas":"°C","stat_cla":"measurement","name":"Livingroom Temperature","stat_t":"livingroom/sensor/livingroom_temperature/state","avty_t":"livingroom/status","uniq_id":"ESPsensorlivingroom_temperature","dev":{"ids":"a0b1c2d3e4f5","name":"livingroom","sw":"esphome v2024.2.0","mdl":"esp32dev","mf":"Espressif"}}""");

        Assert.Equal(new ReportValue("temperature", 21.4, "°C"), Only("livingroom/sensor/livingroom_temperature/state", "21.4"));
    }

    [Fact]
    public void A_captured_configuration_with_a_space_for_a_unit_is_taken()
    {
        ReportSet set = Say("homeassistant/sensor/35EBF6_ENERGY_TotalStartTime/config",
            """{"name":"3DPrinter ENERGY TotalStartTime","stat_t":"tele/EZPlug_35EBF6/SENSOR","avty_t":"tele/EZPlug_35EBF6/LWT","pl_avail":"Online","pl_not_avail":"Offline","uniq_id":"35EBF6_ENERGY_TotalStartTime","dev":{"ids":["35EBF6"]},"unit_of_meas":" ","ic":"mdi:progress-clock","frc_upd":true,"val_tpl":"{{value_json['ENERGY']['TotalStartTime']}}"}""")!;

        Assert.Empty(set.Rejections);
        Assert.Equal(1, _table.Count);
        Assert.Equal("online", Only("tele/EZPlug_35EBF6/LWT", "Online").Metric);
    }

    [Fact]
    public void A_topic_that_no_dialect_knows_is_read_by_its_templates()
    {
        Assert.Null(Say("home/gateway/BTtoMQTT/A4C138", """{"tempc":21.5,"hum":40}"""));
        Say("homeassistant/sensor/A4C138-tempc/config", """{"~":"home/gateway","stat_t":"~/BTtoMQTT/A4C138","val_tpl":"{{ value_json.tempc | is_defined }}","unit_of_meas":"°C","avty_t":"~/LWT"}""");
        Say("homeassistant/sensor/A4C138-hum/config", """{"state_topic":"home/gateway/BTtoMQTT/A4C138","value_template":"{{ value_json['hum'] | float | round(1) }}","unit_of_measurement":"%"}""");

        Report report = Say("home/gateway/BTtoMQTT/A4C138", """{"tempc":21.5,"hum":40}""")!.Reports.Single();

        Assert.Equal("home/gateway/BTtoMQTT/A4C138", report.Source);
        Assert.Equal([new ReportValue("tempc", 21.5, "°C"), new ReportValue("hum", 40, "%")], report.Values);
        Assert.Equal(new ReportValue("online", 0), Only("home/gateway/LWT", "offline"));
    }

    [Fact]
    public void Plain_values_are_named_by_their_topic()
    {
        Say("homeassistant/sensor/rtl/T/config", """{"stat_t":"rtl_433/pi/devices/Acurite-Tower/A/1234/temperature_C","val_tpl":"{{ value|float }}","unit_of_meas":"°C"}""");
        Say("homeassistant/binary_sensor/leak/config", """{"stat_t":"house/leak/state","pl_on":"wet","pl_off":"dry"}""");

        Assert.Equal(new ReportValue("temperature_c", 3.5, "°C"), Only("rtl_433/pi/devices/Acurite-Tower/A/1234/temperature_C", "3.5"));
        Assert.Equal(new ReportValue("leak", 1), Only("house/leak/state", "wet"));
    }

    [Theory]
    [InlineData("binary_sensor", "house/utility/floor_water/state", "leak_ch_floor_water")]
    [InlineData("binary_sensor", "house/utility/leak/state", "leak")]
    [InlineData("binary_sensor", "house/utility/water_leak/state", "water_leak")]
    [InlineData("binary_sensor", "house/utility/leak_ch2/state", "leak_ch2")]
    // Where a dialect knows the topic, too.
    [InlineData("binary_sensor", "board/binary_sensor/board_floor/state", "leak_ch_floor")]
    // This one has the water of soil in percent.
    [InlineData("sensor", "house/utility/floor_water/state", "floor_water")]
    public void A_leak_sensor_is_called_so_that_every_store_has_a_rule_for_it(string component, string topic, string metric)
    {
        Say($"homeassistant/{component}/floor/config", $$"""{"stat_t":"{{topic}}","dev_cla":"moisture"}""");

        Assert.Equal(new ReportValue(metric, 1), Only(topic, "ON"));
    }

    [Fact]
    public void A_leak_sensor_inside_a_document_is_called_so_too()
    {
        Say("homeassistant/binary_sensor/floor/config", """{"state_topic":"rtl/7","value_template":"{{ value_json.wet }}","device_class":"moisture"}""");
        Say("homeassistant/binary_sensor/door/config", """{"state_topic":"rtl/7","value_template":"{{ value_json.open }}","device_class":"opening"}""");

        Assert.Equal([new ReportValue("leak_ch_wet", 1), new ReportValue("open", 0)], Say("rtl/7", """{"wet":"ON","open":"OFF"}""")!.Reports.Single().Values);
    }

    [Fact]
    public void An_empty_configuration_removes()
    {
        Say("homeassistant/sensor/x/config", """{"stat_t":"a/b","unit_of_meas":"V"}""");
        Assert.Equal(new ReportValue("b", 3, "V"), Only("a/b", "3"));

        Say("homeassistant/sensor/x/config", "");

        Assert.Null(Say("a/b", "3"));
        Assert.Equal(0, _table.Count);
    }

    [Theory]
    [InlineData("{{ value_json.a * 2 }}")]
    [InlineData("{% if value_json.a %}1{% endif %}")]
    [InlineData("{{ value_json }}")]
    [InlineData("{{ value_json.a | multiply(2) }}")]
    [InlineData("{{ value_json.get('a') }}")]
    [InlineData("{{ value_json[a] }}")]
    [InlineData("{{ float(value_json.a) }}")]
    [InlineData("prefix {{ value }}")]
    public void Any_other_template_is_said_not_to_be_understood(string template)
    {
        ReportSet set = Say("homeassistant/sensor/x/config", $$"""{"name":"x","stat_t":"a/b","val_tpl":"{{template}}"}""")!;

        Assert.Contains("template not understood", Assert.Single(set.Rejections).Detail, StringComparison.Ordinal);
        Assert.Empty(Say("a/b", """{"a":1}""")!.Reports);
    }

    [Fact]
    public void The_table_is_bounded()
    {
        for (int i = 0; i <= DiscoveryTable.MaxSensors; i++)
            Say($"homeassistant/sensor/n{i}/config", $$"""{"stat_t":"a/{{i}}"}""");
        Assert.Equal(DiscoveryTable.MaxSensors, _table.Count);
    }

    [Fact]
    public void Nothing_throws()
    {
        string[] pieces = ["{{", "}}", "value", "_json", ".a", "['a']", "[0]", "[", "]", "|", "float", "round(1)", " ", "'", "\\\"", "~"];
        Gen.Select(Gen.OneOf(pieces).Array[0, 12], Gen.OneOf(pieces).Array[0, 6]).Sample((template, topic) =>
        {
            var table = new DiscoveryTable();
            table.Parse("homeassistant/sensor/x/config", Encoding.UTF8.GetBytes($$"""{"~":"a","stat_t":"{{string.Concat(topic)}}","val_tpl":"{{string.Concat(template)}}"}"""));
            table.Parse(string.Concat(topic), """{"a":[1,{"a":2}]}"""u8);
            table.Parse("a", "1"u8);
        }, iter: 5_000);
    }

    private ReportSet? Say(string topic, string payload) => _table.Parse(topic, Encoding.UTF8.GetBytes(payload));

    private ReportValue Only(string topic, string payload) => Assert.Single(Assert.Single(Say(topic, payload)!.Reports).Values);
}
