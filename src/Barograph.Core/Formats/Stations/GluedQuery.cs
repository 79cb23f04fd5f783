namespace Barograph.Formats;

/// <summary>Ambient Weather's consoles glue their fields to the path that they were given: <c>/data/stationtype=AMBWeatherV4.2.9&amp;…</c>, and only some owners end it with a question mark.</summary>
public static class GluedQuery
{
    /// <summary>The fields in a path; empty where it holds none.</summary>
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> path)
    {
        int first = path.IndexOf("stationtype="u8);
        if (first < 0)
            first = path.IndexOf("PASSKEY="u8);
        return first < 0 ? [] : path[first..];
    }
}
