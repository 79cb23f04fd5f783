namespace Barograph.Formats;

/// <summary>
/// The fields of Weather Underground's upload protocol, and those of the metric consoles that post to <c>.asp</c>. Names and units: WU's "PWS Upload Protocol"; weewx-interceptor's
/// captures for the metric ones, which leave the unit of wind and light open.
/// </summary>
internal static class WundergroundFields
{
    public static readonly StationFields All = new(
        ("degF", "tempf=temperature temp#f=temperature_# dewptf=dew_point windchillf=wind_chill heatindexf=heat_index indoortempf=temperature_indoor "
            + "soiltempf=soil_temperature soiltemp#f=soil_temperature_#"),
        ("%RH", "humidity=humidity indoorhumidity=humidity_indoor"),
        ("%", "soilmoisture=soil_moisture soilmoisture#=soil_moisture_# leafwetness=leaf_wetness leafwetness#=leaf_wetness_#"),
        ("inHg", "baromin=pressure absbaromin=pressure_absolute"),
        ("deg", "winddir=wind_direction winddir_avg2m=wind_direction_avg2m windgustdir=wind_gust_direction windgustdir_10m=wind_gust_direction_10m"),
        ("mph", "windspeedmph=wind_speed windspdmph_avg2m=wind_speed_avg2m windgustmph=wind_gust windgustmph_10m=wind_gust_10m"),
        // Inches in the last 60 minutes: a rate, that falls again without a reset.
        ("in/h", "rainin=rain_rate"),
        ("in", "dailyrainin=rain_day weeklyrainin=rain_week monthlyrainin=rain_month yearlyrainin=rain_year"),
        ("W/m2", "solarradiation=solar_radiation"),
        (null, "UV=uv_index lowbatt=battery_low"),
        ("nmi", "visibility=visibility"),
        ("ug/m3", "AqPM2.5=pm2_5 AqPM10=pm10"),
        ("ppb", "AqNO=no AqNO2=no2 AqNOX=nox AqSO2=so2 AqOZONE=ozone"),
        ("ppm", "AqCO=co"),
        ("Cel", "outtemp=temperature intemp=temperature_indoor dewpoint=dew_point windchill=wind_chill"),
        ("%RH", "outhumi=humidity inhumi=humidity_indoor"),
        ("hPa", "relbaro=pressure absbaro=pressure_absolute"),
        ("mm/h", "rainrate=rain_rate"),
        ("mm", "dailyrain=rain_day weeklyrain=rain_week monthlyrain=rain_month yearlyrain=rain_year"),
        (null, "windspeed=wind_speed windgust=wind_gust light=light"));
}
