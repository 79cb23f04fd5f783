namespace Barograph.Model;

/// <summary>
/// The dialects in which a secret can travel readable: in an address, a query, a form. A token may be used so only in those that it was made for;
/// in a header it works everywhere. Stored as numbers: add, never change.
/// </summary>
[Flags]
public enum DialectSet
{
    None = 0,

    /// <summary>InfluxDB: <c>?u=…&amp;p=…</c>.</summary>
    Influx = 1,

    /// <summary>Ecowitt: <c>PASSKEY=…</c> in the form, or <c>?token=…</c> in the path that the station is given.</summary>
    Ecowitt = 2,

    /// <summary>Weather Underground: <c>ID=…&amp;PASSWORD=…</c>.</summary>
    Wu = 4,

    /// <summary>Ambient Weather: <c>PASSKEY=…</c> in the query, which is its MAC address.</summary>
    Ambient = 8,

    /// <summary>ThingSpeak: <c>api_key=…</c>.</summary>
    ThingSpeak = 16,

    /// <summary>ThingsBoard: <c>/api/v1/TOKEN/telemetry</c>.</summary>
    ThingsBoard = 32,

    /// <summary>Adafruit IO: <c>?x-aio-key=…</c>.</summary>
    Adafruit = 64,

    /// <summary>emoncms: <c>apikey=…</c>.</summary>
    Emoncms = 128,

    /// <summary>All of them, those to come as well.</summary>
    Any = int.MaxValue,
}
