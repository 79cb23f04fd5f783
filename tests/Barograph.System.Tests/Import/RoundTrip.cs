using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Barograph.SystemTests.Import;

/// <summary>Readings that are hard to carry: names, times and numbers at the ends of what is allowed, as an export of them must look to the byte.</summary>
public static class RoundTrip
{
    private const int PerLocation = 25;
    private const string Risky = "=+-@\uFF1D\uFF0B\uFF0D\uFF20\t\r\n'";

    private static readonly DateTime First = new(2015, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private static readonly string[] Locations =
    [
        "=cmd|' /C calc'!A0,1", "@SUM(1;=2;'3)", "-1", "'", "''desk", "a;'b;=c", "a \"quoted\" room", "\"", "a,b", ";", "küche/日本/\U0001F321", "ÿ", "\uFF1D1", "desk",
        "Desk", "ends with \\",
    ];

    private static readonly string?[] SomeUnits = [null, "Cel", "%RH", "=1+1", "'x", "a,b\"c;-d", "µg/日", "degF"];

    private static readonly double[] SomeValues =
    [
        0, 5e-324, -5e-324, 2.2250738585072009e-308, 1e-300, 1e300, double.MaxValue, double.MinValue, 0.1, 1.0 / 3, -21.4, 1e15, 1e16, 123456789012345680, 9007199254740993,
    ];

    /// <summary>Writes an export of <paramref name="samples"/> readings.</summary>
    public static async Task WriteAsync(string path, string format, int samples)
    {
        int each = samples / (Locations.Length * PerLocation);
        Assert.Equal(samples, each * Locations.Length * PerLocation);
        await using var file = new StreamWriter(path, append: false, new UTF8Encoding(false));
        if (format == "csv")
            await file.WriteAsync("time,location,metric,unit,value\r\n");
        var random = new Random(8013);
        foreach (string location in Locations.Order(StringComparer.Ordinal))
            for (int metric = 0; metric < PerLocation; metric++)
            {
                (string before, string between, string after) = Frame(format, location, $"m{metric:D2}", SomeUnits[metric % SomeUnits.Length]);
                DateTime time = First;
                for (int i = 0; i < each; i++)
                {
                    await file.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"{before}{Text(time)}{between}{Value(random, i):R}{after}"));
                    time = time.AddMicroseconds((i % 3) switch { 0 => 1, 1 => random.NextInt64(1, 100_000_000_000), _ => random.NextInt64(1, 100_000) * 1_000_000 });
                }
            }
    }

    public static async Task<string> HashAsync(string path)
    {
        await using FileStream file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file));
    }

    private static (string Before, string Between, string After) Frame(string format, string location, string metric, string? unit) => format == "csv"
        ? ("", $",{Cell(location)},{metric},{Cell(unit ?? "")},", "\r\n")
        : ($"{{\"location\":\"{Escaped(location)}\",\"time\":\"", $"\",\"values\":{{\"{metric}\":", unit is null ? "}}\n" : $"}},\"units\":{{\"{metric}\":\"{Escaped(unit)}\"}}}}\n");

    private static string Cell(string text)
    {
        string safe = string.Join(';', text.Split(';').Select(part => part.Length > 0 && Risky.Contains(part[0], StringComparison.Ordinal) ? "'" + part : part));
        return safe.AsSpan().ContainsAny(",;\"") ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }

    private static string Escaped(string text) => JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();

    private static string Text(DateTime time)
    {
        long fraction = time.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond;
        string pattern = fraction == 0 ? "" : fraction % 1000 == 0 ? "'.'fff" : "'.'ffffff";
        return time.ToString($"yyyy-MM-dd'T'HH:mm:ss{pattern}'Z'", CultureInfo.InvariantCulture);
    }

    private static double Value(Random random, int i)
    {
        if (i < SomeValues.Length)
            return SomeValues[i];
        double value = i % 2 == 0 ? BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)) : Math.Round(random.NextDouble() * 100, 2);
        return double.IsFinite(value) ? value + 0.0 : i;
    }
}
