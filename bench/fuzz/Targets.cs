using System.Text;
using Barograph.Formats;
using Barograph.Model;

namespace Barograph.Fuzz;

/// <summary>Every parser of Core/Formats, with the golden payloads that it is begun with.</summary>
internal static class Targets
{
    private static readonly Instant Now = Instant.FromDateTime(new DateTime(2026, 11, 22, 21, 45, 13, DateTimeKind.Utc));

    public static IEnumerable<FuzzTarget> All(string payloads)
    {
        yield return new("reports", Seeds(payloads, "reports", ".body"), input => Check(JsonReports.Parse(input.Body)));
        yield return new("seed", Seeds(payloads, "seed", ".http"), input => Check(SeedRequest.Parse(input.Query, input.Body)));
        foreach ((string folder, string name, DialectParser parse) in Dialects)
            yield return new(name, Seeds(payloads, folder, ".http"), input => Check(parse(new DialectRequest { Path = input.Path, Query = input.Query, Body = input.Body })));
        foreach ((string name, WeatherParser parse, string seed) in Weather)
            yield return new(name, [FuzzInput.OfBody(Encoding.UTF8.GetBytes(seed))], input => Check(parse(input.Body, Now)));
        yield return new("mqtt", Seeds(payloads, "mqtt", ".mqtt"), input => CheckIfAny(MqttMessages.Parse(Encoding.UTF8.GetString(input.Query), input.Body)));
        yield return new("mqtt-discovery", [FuzzInput.OfBody(Encoding.UTF8.GetBytes(Discovered))], CheckDiscovery);
        yield return new("texts", Seeds(payloads, "seed", ".http"), CheckTexts);
    }

    private static (string Folder, string Name, DialectParser Parse)[] Dialects =>
    [
        ("thingspeak", "thingspeak", ThingSpeakUpdate.Parse),
        ("thingspeak", "thingspeak-bulk-json", ThingSpeakBulk.ParseJson),
        ("thingspeak", "thingspeak-bulk-csv", ThingSpeakBulk.ParseCsv),
        ("tts", "tts", TheThingsUplink.Parse),
        ("chirpstack", "chirpstack", ChirpStackEvent.Parse),
        ("ruuvi", "ruuvi", RuuviGateway.Parse),
        ("senml", "senml", SenMlPack.Parse),
        ("influx", "influx-v1", InfluxWrite.ParseV1),
        ("influx", "influx-v2", InfluxWrite.ParseV2),
        ("influx", "influx-v3", InfluxWrite.ParseV3),
        ("adafruit", "adafruit", AdafruitData.Parse),
        ("airrohr", "airrohr", AirrohrReport.Parse),
        ("thingsboard", "thingsboard", ThingsBoardTelemetry.Parse),
        ("wunderground", "wunderground", WundergroundReport.Parse),
        ("ecowitt", "fineoffset", FineOffsetReport.Parse),
        ("emoncms", "emoncms-post", EmoncmsPost.Parse),
        ("emoncms", "emoncms-bulk", EmoncmsBulk.Parse),
    ];

    private const string Discovered =
        """{"~":"a","stat_t":"~/b","avty_t":"~/c","pl_avail":"Online","unit_of_meas":"°C","name":"x","val_tpl":"{{ value_json.a['b'][0] | float | round(1) }}","dev":{"ids":["1"]}}""";

    private static (string Name, WeatherParser Parse, string Seed)[] Weather =>
    [
        ("open-meteo", OpenMeteoAnswer.Parse,
            """{"utc_offset_seconds":10800,"current_units":{"time":"iso8601","temperature_2m":"°C","wind_speed_10m":"km/h"},"current":{"time":"2025-12-25T06:45","interval":900,"temperature_2m":-4.1,"wind_speed_10m":7.6}}"""),
        ("met-norway", MetNorwayAnswer.Parse,
            """{"properties":{"timeseries":[{"time":"2024-09-25T20:00:00Z","data":{"instant":{"details":{"air_temperature":21.2}},"next_1_hours":{"details":{"precipitation_amount":0.1}}}}]}}"""),
        ("openweathermap", OpenWeatherMapAnswer.Parse,
            """{"coord":{"lon":-0.13,"lat":51.51},"main":{"temp":280.32,"pressure":1012},"wind":{"speed":4.1,"deg":80},"rain":{"1h":0.5},"dt":1485789600,"sys":{"sunrise":1485762037},"cod":200}"""),
    ];

    private static List<FuzzInput> Seeds(string payloads, string folder, string extension)
    {
        IEnumerable<string> files = Directory.GetFiles(Path.Combine(payloads, folder), "*" + extension);
        return [.. files.Order(StringComparer.Ordinal).Select(File.ReadAllBytes).Select(bytes => extension switch
        {
            ".body" => FuzzInput.OfBody(bytes),
            ".mqtt" => FuzzInput.OfMessage(bytes),
            _ => FuzzInput.OfRequest(bytes),
        })];
    }

    /// <summary>What Ingest relies on.</summary>
    private static void Check(ReportSet set)
    {
        if (set.Failure is not null && set.Reports.Count > 0)
            throw new InvalidDataException("A failed request has reports.");
        foreach (Report report in set.Reports)
        {
            if (report is { Time: not null, Age: not null } or { Source: not null, Location: not null })
                throw new InvalidDataException("A report has a time and an age, or a source and a location.");
            if (report.Time is { } time && (time < Instant.MinValue || time > Instant.MaxValue) || report.Age < TimeSpan.Zero)
                throw new InvalidDataException("A time is outside the years 1 to 9999, or an age below zero.");
            if (report.Values.Exists(value => value.Metric.Length == 0))
                throw new InvalidDataException("A metric has no name.");
        }
        foreach (Rejection rejection in set.Rejections)
            if (rejection.Detail.Length is < 10 or > 500)
                throw new InvalidDataException("A rejection says nothing, or too much.");
    }

    private static void CheckIfAny(ReportSet? set)
    {
        if (set is not null)
            Check(set);
    }

    /// <summary>A configuration, and then values that it may name.</summary>
    private static void CheckDiscovery(FuzzInput input)
    {
        DiscoveryTable table = new();
        CheckIfAny(table.Parse("homeassistant/sensor/x/config", input.Body));
        foreach (string topic in (ReadOnlySpan<string>)["a/b", "a/c", "a", "b"])
            CheckIfAny(table.Parse(topic, """{"a":{"b":[21.5,"on"]}}"""u8));
        table.Parse("homeassistant/sensor/x/config", []);
        if (table.Count > 0)
            throw new InvalidDataException("What was removed is still there.");
    }

    private static void CheckTexts(FuzzInput input)
    {
        FormText.DecodeText(input.Body, out _);
        string text = Encoding.UTF8.GetString(input.Body);
        DialectText.Metric(text);
        if (DialectText.Source(text) is { } source && !LocationKey.TryNormalize(source, out _, out string? problem))
            throw new InvalidDataException($"A source is no location: {problem}");
        if (DialectText.Metric(text) is { } metric && !MetricName.TryNormalize(metric, out _))
            throw new InvalidDataException($"{metric} is no metric.");
        if (NumberText.Parse(input.Body, out double number) == NumberKind.Number && !double.IsFinite(number))
            throw new InvalidDataException("A number is not finite.");
        _ = Instant.TryParse(input.Body, out _);
        _ = Instant.TryFromUnixSeconds(input.Body, out _);
        _ = Units.TryFind(text, out _);
    }
}
