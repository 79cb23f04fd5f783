namespace Barograph.Formats;

/// <summary>
/// The fields of Fine Offset's stations, which are sold as Ecowitt, Froggit, Misol and Ambient Weather. Units and meaning: aioecowitt, <c>sensor.py</c>; Ambient's
/// github.com/ambient-weather/api-docs/wiki/Device-Data-Specs.
/// </summary>
internal static class FineOffsetFields
{
    private static readonly (string? Unit, string Fields)[] Shared =
    [
        ("degF", "tempf=temperature tempinf=temperature_indoor temp#f=temperature_# tf_ch#=temperature_probe_# tf_co2=co2_temperature dewpointf=dew_point "
            + "windchillf=wind_chill heatindexf=heat_index feelslikef=feels_like bgt=globe_temperature wbgt=wet_bulb_globe_temperature soil_ec_temp#=soil_ec_temperature_#"),
        ("%RH", "humidity=humidity humidityin=humidity_indoor humidity#=humidity_# humi_co2=co2_humidity"),
        ("%", "soilmoisture#=soil_moisture_# soil_ec_hum#=soil_ec_moisture_# leafwetness_ch#=leaf_wetness_#"),
        ("inHg", "baromrelin=pressure baromabsin=pressure_absolute vpd=vapour_pressure_deficit"),
        ("deg", "winddir=wind_direction winddir_avg10m=wind_direction_avg10m windgustdir=wind_gust_direction"),
        ("mph", "windspeedmph=wind_speed windgustmph=wind_gust windspdmph_avg10m=wind_speed_avg10m maxdailygust=wind_gust_day"),
        ("in/h", "rainratein=rain_rate rrain_piezo=rain_piezo_rate"),
        ("in", "eventrainin=rain_event hourlyrainin=rain_hour dailyrainin=rain_day weeklyrainin=rain_week monthlyrainin=rain_month yearlyrainin=rain_year "
            + "totalrainin=rain_total last24hrainin=rain_24h erain_piezo=rain_piezo_event hrain_piezo=rain_piezo_hour drain_piezo=rain_piezo_day "
            + "wrain_piezo=rain_piezo_week mrain_piezo=rain_piezo_month yrain_piezo=rain_piezo_year last24hrain_piezo=rain_piezo_24h"),
        // Whether it rains, 0 or 1; a name with "rain" in it would make a counter of it.
        (null, "srain_piezo=precipitation"),
        ("W/m2", "solarradiation=solar_radiation"),
        (null, "uv=uv_index soilad#=soil_ad_# leak_ch#=leak_#"),
        ("ug/m3", "pm25_ch#=pm2_5_# pm25_avg_24h_ch#=pm2_5_24h_# pm1_co2=co2_pm1 pm25_co2=co2_pm2_5 pm4_co2=co2_pm4 pm10_co2=co2_pm10 "
            + "pm1_24h_co2=co2_pm1_24h pm25_24h_co2=co2_pm2_5_24h pm4_24h_co2=co2_pm4_24h pm10_24h_co2=co2_pm10_24h"),
        ("ppm", "co2=co2 co2_24h=co2_24h co2in=co2_indoor co2in_24h=co2_indoor_24h"),
        ("km", "lightning=lightning_distance"),
        ("count", "lightning_num=lightning_total"),
        ("s", "lightning_time=lightning_time runtime=uptime"),
        ("mm", "depth_ch#=depth_# air_ch#=air_gap_# thi_ch#=thickness_#"),
    ];

    /// <summary>Ecowitt: of the plain batteries 1 is low; others say volts or a level from 0 to 5.</summary>
    public static readonly StationFields Ecowitt = new(
    [
        .. Shared,
        (null, "wh25batt=battery_low_wh25 wh26batt=battery_low_wh26 wh65batt=battery_low_wh65 batt#=battery_low_# "
            + "wh57batt=battery_level_wh57 pm25batt#=battery_level_pm2_5_# leakbatt#=battery_level_leak_# co2_batt=battery_level_co2"),
        ("V", "wh40batt=battery_voltage_wh40 wh68batt=battery_voltage_wh68 wh80batt=battery_voltage_wh80 wh85batt=battery_voltage_wh85 wh90batt=battery_voltage_wh90 "
            + "wn20batt=battery_voltage_wn20 console_batt=battery_voltage_console soilbatt#=battery_voltage_soil_# tf_batt#=battery_voltage_probe_# "
            + "leaf_batt#=battery_voltage_leaf_# ldsbatt#=battery_voltage_depth_# bgtbatt=battery_voltage_globe ws90cap_volt=capacitor_voltage_ws90 ws85cap_volt=capacitor_voltage_ws85"),
    ]);

    /// <summary>Ambient Weather: of a battery 1 is good, and <c>hourlyrainin</c> is a rate.</summary>
    public static readonly StationFields Ambient = new(
    [
        .. Shared,
        (null, "battout=battery_ok_outdoor battin=battery_ok_indoor batt#=battery_ok_# batt_co2=battery_ok_co2 batt_25=battery_ok_pm2_5"),
        ("in/h", "hourlyrainin=rain_rate"),
        ("in", "24hourrainin=rain_24h"),
        ("%", "soilhum#=soil_moisture_#"),
        ("degF", "soiltemp#f=soil_temperature_#"),
        ("ug/m3", "pm25=pm2_5 pm25_24h=pm2_5_24h pm25_in=pm2_5_indoor pm25_in_24h=pm2_5_indoor_24h"),
        ("count", "lightning_day=lightning_total"),
    ]);
}
