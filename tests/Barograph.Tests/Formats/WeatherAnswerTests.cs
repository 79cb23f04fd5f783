using System.Text;
using Barograph.Formats;
using Barograph.Model;
using CsCheck;

namespace Barograph.Tests.Formats;

/// <summary>The answers of weather services, as their documents and captures show them.</summary>
public sealed class WeatherAnswerTests
{
    private const string OpenMeteo = """
        {"latitude":55.75,"longitude":37.625,"generationtime_ms":0.07319450378417969,"utc_offset_seconds":10800,"timezone":"Europe/Moscow","timezone_abbreviation":"GMT+3","elevation":151.0,"current_units":{"time":"iso8601","interval":"seconds","relative_humidity_2m":"%","temperature_2m":"°C","precipitation":"mm","surface_pressure":"hPa","wind_speed_10m":"km/h","wind_direction_10m":"°","wind_gusts_10m":"km/h"},"current":{"time":"2025-12-25T06:45","interval":900,"relative_humidity_2m":93,"temperature_2m":-4.1,"precipitation":0.00,"surface_pressure":1006.0,"wind_speed_10m":7.6,"wind_direction_10m":275,"wind_gusts_10m":20.5}}
        """;

    private const string OpenWeatherMap = """
        {"coord":{"lon":-0.13,"lat":51.51},"weather":[{"id":300,"main":"Drizzle","description":"light intensity drizzle","icon":"09d"}],"base":"stations","main":{"temp":280.32,"pressure":1012,"humidity":81,"temp_min":279.15,"temp_max":281.15},"visibility":10000,"wind":{"speed":4.1,"deg":80},"clouds":{"all":90},"dt":1485789600,"sys":{"type":1,"id":5091,"message":0.0103,"country":"GB","sunrise":1485762037,"sunset":1485794875},"id":2643743,"name":"London","cod":200}
        """;

    private const string MetNorway = """
        {"type":"Feature","geometry":{"type":"Point","coordinates":[10,60.1,267]},"properties":{"meta":{"updated_at":"2020-06-10T13:04:26Z","units":{}},"timeseries":[
        {"time":"2024-09-25T19:00:00Z","data":{"instant":{"details":{"air_temperature":99}}}},
        {"time":"2024-09-25T20:00:00Z","data":{"instant":{"details":{"air_pressure_at_sea_level":1012.5,"air_temperature":21.2,"cloud_area_fraction":94.5,"dew_point_temperature":18.8,"fog_area_fraction":0.0,"relative_humidity":86.5,"wind_from_direction":121.9,"wind_speed":7.5}},"next_12_hours":{"summary":{"symbol_code":"partlycloudy_night"},"details":{}},"next_1_hours":{"summary":{"symbol_code":"lightrain"},"details":{"precipitation_amount":0.1}},"next_6_hours":{"summary":{"symbol_code":"partlycloudy_night"},"details":{"air_temperature_max":21.6,"air_temperature_min":21.4,"precipitation_amount":0.3}}}},
        {"time":"2024-09-25T21:00:00Z","data":{"instant":{"details":{"air_temperature":98}}}}]}}
        """;

    private static readonly Instant Now = Instant.FromDateTime(new DateTime(2024, 9, 25, 20, 10, 0, DateTimeKind.Utc));

    [Fact]
    public void Open_Meteos_local_time_is_brought_to_UTC_and_its_units_are_kept() =>
        Assert.Equal(
            "0 location=- time=2025-12-25T03:45:00Z age= id=- humidity=93[%] temperature=-4.1[°C] precipitation=0[mm] pressure_surface=1006[hPa] wind_speed=7.6[km/h] wind_direction=275[°] wind_gust=20.5[km/h]",
            Line(OpenMeteoAnswer.Parse(Bytes(OpenMeteo), Now)));

    [Fact]
    public void Open_Meteos_Unix_time_is_taken_as_it_is() =>
        Assert.Equal(
            "0 location=- time=2025-12-25T03:45:00Z age= id=- temperature=-4.1[]",
            Line(OpenMeteoAnswer.Parse("""{"utc_offset_seconds":10800,"current":{"time":1766634300,"temperature_2m":-4.1,"weather_code":null}}"""u8, Now)));

    [Fact]
    public void OpenWeatherMaps_amount_of_the_last_hour_is_no_running_total()
    {
        ReportSet set = OpenWeatherMapAnswer.Parse(Bytes(OpenWeatherMap.Replace("\"clouds\"", "\"rain\":{\"1h\":0.4},\"clouds\"", StringComparison.Ordinal)), Now);
        Assert.Equal(
            "0 location=- time=2017-01-30T15:20:00Z age= id=- temperature=280.32[Cel] temperature_min=279.15[Cel] temperature_max=281.15[Cel] pressure=1012[hPa] humidity=81[%] visibility=10000[m] "
            + "wind_speed=4.1[m/s] wind_direction=80[deg] clouds=90[%] precipitation_1h=0.4[mm] sunrise=1485762037[s] sunset=1485794875[s] latitude=51.51[] longitude=-0.13[]",
            Line(set));
        Assert.All(set.Reports[0].Values, value => Assert.Equal(MetricKind.Gauge, MetricKinds.Of(value.Metric)));
    }

    [Fact]
    public void MET_Norways_hour_nearest_to_now_is_taken() =>
        Assert.Equal(
            "0 location=- time=2024-09-25T20:00:00Z age= id=- temperature=21.2[Cel] humidity=86.5[%] pressure=1012.5[hPa] dew_point=18.8[Cel] clouds=94.5[%] fog=0[%] wind_direction=121.9[deg] "
            + "wind_speed=7.5[m/s] precipitation_1h=0.1[mm]",
            Line(MetNorwayAnswer.Parse(Bytes(MetNorway), Now)));

    [Theory]
    [InlineData("""{"cod":"404","message":"city not found"}""")]
    [InlineData("""{"error":true,"reason":"x"}""")]
    [InlineData("""{"current":{"time":"soon","temperature_2m":1}}""")]
    [InlineData("""{"current":{"time":1766634300}}""")]
    [InlineData("""{"properties":{"timeseries":[{"time":"x"},7]}}""")]
    [InlineData("""{"dt":1485789600,"main":[]}""")]
    [InlineData("<html>")]
    [InlineData("")]
    public void Something_else_is_a_failure_and_no_report(string body)
    {
        foreach (WeatherParser parse in (WeatherParser[])[OpenMeteoAnswer.Parse, MetNorwayAnswer.Parse, OpenWeatherMapAnswer.Parse])
        {
            ReportSet set = parse(Bytes(body), Now);
            Assert.True(set.Failure is not null && set.Reports.Count == 0);
        }
    }

    [Fact]
    public void Nothing_that_a_service_says_throws() =>
        Gen.Select(Gen.OneOf(OpenMeteo, MetNorway, OpenWeatherMap), Gen.Int[0, 10_000], Gen.Byte, Gen.Int[0, 2]).Sample((text, at, wrong, length) =>
        {
            byte[] changed = Bytes(text);
            changed[at % changed.Length] = wrong;
            byte[] cut = length == 0 ? changed[..(at % changed.Length)] : changed;
            OpenMeteoAnswer.Parse(cut, Now);
            MetNorwayAnswer.Parse(cut, Now);
            OpenWeatherMapAnswer.Parse(cut, Now);
        }, iter: 3_000);

    private static string Line(ReportSet set)
    {
        Assert.True(set.Failure is null, set.Failure?.ToString());
        return ReportLine.Of(Assert.Single(set.Reports));
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
