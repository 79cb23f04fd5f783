using System.Text.Json;

namespace Barograph.Formats;

/// <summary>The units of a Tasmota message: those that it says (<c>TempUnit</c>, <c>PressureUnit</c>), and those that the firmware has for all.</summary>
internal readonly record struct TasmotaUnits(string Temperature, string Pressure)
{
    public static TasmotaUnits Of(JsonElement root) => new(
        JsonTree.TryMember(root, "TempUnit", out JsonElement temperature) && JsonTree.Text(temperature) == "F" ? "degF" : "Cel",
        JsonTree.TryMember(root, "PressureUnit", out JsonElement pressure) && JsonTree.Text(pressure) is "mmHg" or "inHg" ? JsonTree.Text(pressure)! : "hPa");

    /// <summary>By the name of a value; null where the firmware has no one unit for it.</summary>
    public string? Find(string name) => name switch
    {
        "Temperature" or "DewPoint" or "ObjTMP" or "AmbTMP" => Temperature,
        "Humidity" => "%RH",
        "Pressure" or "SeaPressure" => Pressure,
        "Illuminance" => "lx",
        "CarbonDioxide" or "eCO2" => "ppm",
        "TVOC" => "ppb",
        "PM1" or "PM2.5" or "PM10" or "CF1" or "CF2.5" or "CF10" => "ug/m3",
        "Distance" => "cm",
        "Vcc" or "BatteryVoltage" or "Voltage" => "V",
        "BatteryPercentage" => "%",
        "Signal" => "dBm",
        "UptimeSec" => "s",
        _ => null,
    };
}
