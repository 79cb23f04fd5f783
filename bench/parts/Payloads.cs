using System.Globalization;
using System.Text;

namespace Barograph.Parts;

/// <summary>Reports of four values in each form.</summary>
internal static class Payloads
{
    public const int Many = 1000;

    public static readonly byte[] Form = "location=desk&temperature=21.4&humidity=40.1&pressure=1013.2&wetness=0"u8.ToArray();
    public static readonly byte[] Json = """{"location":"desk","temperature":21.4,"humidity":40.1,"pressure":1013.2,"wetness":0}"""u8.ToArray();
    public static readonly byte[] Line = "weather,location=desk temperature=21.4,humidity=40.1,pressure=1013.2,wetness=0"u8.ToArray();
    public static readonly byte[] SenMl =
        """[{"bn":"desk/","n":"temperature","u":"Cel","v":21.4},{"n":"humidity","u":"%RH","v":40.1},{"n":"pressure","u":"hPa","v":1013.2},{"n":"wetness","v":0}]"""u8.ToArray();

    public static readonly byte[] JsonBatch = Encoding.UTF8.GetBytes("[" + string.Join(',', Enumerable.Range(0, Many).Select(i => string.Create(CultureInfo.InvariantCulture,
        $$"""{"location":"place{{i % 100}}","time":{{1795384000 + i}},"temperature":21.4,"humidity":40.1,"pressure":1013.2,"wetness":0}"""))) + "]");

    public static readonly byte[] Lines = Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, Many).Select(i => string.Create(CultureInfo.InvariantCulture,
        $"weather,location=place{i % 100} temperature=21.4,humidity=40.1,pressure=1013.2,wetness=0 {1795384000 + i}000000000"))));
}
