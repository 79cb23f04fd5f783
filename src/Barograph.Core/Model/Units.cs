using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Barograph.Model;

/// <summary>
/// The units that are known by name and convertible. Codes are those of the SenML registries (RFC 8428 section 12.1, RFC 8798 section 3)
/// where they have one. Any other short text is accepted as a unit too, but is equal only to itself.
/// </summary>
/// <remarks>
/// One code differs from SenML on purpose: there <c>%</c> is a historical name of the plain ratio (1.0 is the whole). Everybody else,
/// and so our own API, means hundredths by it. A SenML dialect has to turn its <c>%</c> into <c>/</c> before it asks here.
/// </remarks>
public static class Units
{
    /// <summary>Longest unit text, known or not, in characters.</summary>
    public const int MaxLength = 32;

    /// <summary>All known units; the first of each kind is the one that factors refer to.</summary>
    public static readonly ImmutableArray<Unit> All =
    [
        new("Cel", UnitKind.Temperature), new("degF", UnitKind.Temperature, 5, 9, -32), new("K", UnitKind.Temperature, Shift: -273.15m),

        // The conventional mercury columns: NIST SP 811 (2008), appendix B.8.
        new("Pa", UnitKind.Pressure), new("hPa", UnitKind.Pressure, 100), new("mbar", UnitKind.Pressure, 100),
        new("kPa", UnitKind.Pressure, 1000), new("inHg", UnitKind.Pressure, 3386.389m), new("mmHg", UnitKind.Pressure, 133.3224m),

        new("/", UnitKind.Ratio), new("%", UnitKind.Ratio, Divisor: 100), new("%RH", UnitKind.Ratio, Divisor: 100),

        // The international mile (1,609.344 m), inch (25.4 mm) and nautical mile (1,852 m) are exact by definition.
        new("m/s", UnitKind.Speed), new("km/h", UnitKind.Speed, 1000, 3600), new("mph", UnitKind.Speed, 1609.344m, 3600),
        new("kn", UnitKind.Speed, 1852, 3600),
        // Rain in an hour: what falls, not what moves, so it never becomes metres a second.
        new("mm/h", UnitKind.RainRate), new("in/h", UnitKind.RainRate, 25.4m),
        new("m", UnitKind.Length), new("mm", UnitKind.Length, Divisor: 1000), new("cm", UnitKind.Length, Divisor: 100),
        new("km", UnitKind.Length, 1000), new("in", UnitKind.Length, 0.0254m), new("ft", UnitKind.Length, 0.3048m),
        new("nmi", UnitKind.Length, 1852),

        new("W/m2", UnitKind.Irradiance), new("lx", UnitKind.Illuminance),
        new("V", UnitKind.Voltage), new("mV", UnitKind.Voltage, Divisor: 1000),
        new("A", UnitKind.Current), new("mA", UnitKind.Current, Divisor: 1000),
        new("W", UnitKind.Power), new("kW", UnitKind.Power, 1000),
        new("J", UnitKind.Energy), new("Wh", UnitKind.Energy, 3600), new("kWh", UnitKind.Energy, 3_600_000),
        new("ppm", UnitKind.Fraction), new("ppb", UnitKind.Fraction, Divisor: 1000),
        new("ug/m3", UnitKind.MassConcentration),
        new("deg", UnitKind.Angle),
        new("s", UnitKind.Duration), new("min", UnitKind.Duration, 60), new("h", UnitKind.Duration, 3600),
        new("dB", UnitKind.Level), new("dBm", UnitKind.PowerLevel),
        new("Hz", UnitKind.Frequency), new("count", UnitKind.Count),
    ];

    private static readonly FrozenDictionary<string, Unit> ByCode = All.ToFrozenDictionary(unit => unit.Code, StringComparer.Ordinal);

    // Spellings that no prefix can turn into another unit, so their case does not matter. "MV" must never become "mV".
    private static readonly FrozenDictionary<string, Unit> ByWord = Spellings(
        StringComparer.OrdinalIgnoreCase,
        ("Cel", "cel c °c ℃ degC celsius"), ("degF", "degf f °f ℉ fahrenheit"), ("K", "k kelvin °k"),
        ("Pa", "pa pascal"), ("hPa", "hpa hectopascal"), ("kPa", "kpa kilopascal"), ("mbar", "millibar"),
        ("inHg", "inhg in-hg"), ("mmHg", "mmhg torr"),
        ("%RH", "%rh rh %r.h."), ("%", "percent pct /100"),
        ("m/s", "mps"), ("km/h", "km/h kmh kph km/hr"), ("mph", "mph mi/h [mi_i]/h"), ("kn", "kt kts knot knots [kn_i]"),
        ("mm/h", "mm/h mm/hr"), ("in/h", "in/h in/hr iph"),
        ("in", "in inch inches [in_i]"), ("nmi", "nmi [nmi_i]"), ("ft", "ft foot feet [ft_i]"),
        ("W/m2", "w/m2 w/m² w/m^2"), ("lx", "lx lux"), ("V", "volt volts"), ("A", "amp ampere"), ("W", "watt watts"), ("J", "joule"),
        ("kWh", "kwh"), ("ppm", "ppm"), ("ppb", "ppb"),
        // The micro sign U+00B5; the Greek letter U+03BC, which other keyboards write, is the same to a comparer that ignores case.
        ("ug/m3", "ug/m3 ug/m³ ug/m^3 \u00b5g/m3 \u00b5g/m³ \u00b5g/m^3"),
        ("deg", "deg ° degree degrees"), ("s", "sec second seconds"), ("min", "min minute minutes"), ("h", "hr hour hours"),
        ("dB", "db"), ("dBm", "dbm"), ("Hz", "hz hertz"), ("count", "count counts"));

    /// <summary>
    /// Finds the known unit that a device means by <paramref name="sent"/>, spaces around it ignored. Codes are case-sensitive,
    /// words are not.
    /// </summary>
    public static bool TryFind(string sent, [NotNullWhen(true)] out Unit? unit)
    {
        string text = sent.Trim();
        return ByCode.TryGetValue(text, out unit) || ByWord.TryGetValue(text, out unit);
    }

    /// <summary>
    /// True for a text that may stand as a unit, known or not: 1 to 32 characters, none of them a control, formatting or broken one,
    /// and not only spaces.
    /// </summary>
    public static bool IsAcceptable(string sent)
    {
        if (sent.Length is 0 or > MaxLength || string.IsNullOrWhiteSpace(sent))
            return false;
        for (int i = 0; i < sent.Length; i++)
        {
            if (char.IsSurrogatePair(sent, i))
            {
                i++;
                continue;
            }
            if (sent[i] == '\uFFFD' || CharUnicodeInfo.GetUnicodeCategory(sent[i]) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned)
                return false;
        }
        return true;
    }

    /// <summary>
    /// Converts between units of one kind; false for different kinds or if the result is not finite. The answer is the double nearest
    /// to the exact conversion of the number as people write it: 71.6 °F is 22 °C, not 21.999999999999996. (Beyond 1e15 and below 1e-6,
    /// where no sensor is, it may miss by a last bit or two.)
    /// </summary>
    public static bool TryConvert(double value, Unit from, Unit to, out double converted)
    {
        converted = 0;
        if (from.Kind != to.Kind || !double.IsFinite(value))
            return false;
        if (from == to || (from.Multiplier, from.Divisor, from.Shift) == (to.Multiplier, to.Divisor, to.Shift))
        {
            converted = value;
            return true;
        }
        converted = IsDecimalRange(value) ? Exactly(value, from, to) : Nearly(value, from, to);
        return double.IsFinite(converted);
    }

    // Where a decimal (28 digits) holds the 17 digits of a double and still has room for the factors; every real reading lies here.
    private static bool IsDecimalRange(double value) => value == 0 || Math.Abs(value) is >= 1e-6 and <= 1e15;

    private static double Exactly(double value, Unit from, Unit to)
    {
        // Through text, because a direct cast rounds a double to 15 digits on the way in and twice on the way out. Never on the hot
        // path: a board in the series' own unit is not converted.
        Span<char> text = stackalloc char[64];
        value.TryFormat(text, out int length, "R", CultureInfo.InvariantCulture);
        decimal exact = decimal.Parse(text[..length], NumberStyles.Float, CultureInfo.InvariantCulture);
        decimal result = (exact + from.Shift) * (from.Multiplier * to.Divisor) / (from.Divisor * to.Multiplier) - to.Shift;
        result.TryFormat(text, out length, default, CultureInfo.InvariantCulture);
        return double.Parse(text[..length], NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    private static double Nearly(double value, Unit from, Unit to) =>
        (value + (double)from.Shift) * (double)(from.Multiplier * to.Divisor) / (double)(from.Divisor * to.Multiplier) - (double)to.Shift;

    private static FrozenDictionary<string, Unit> Spellings(StringComparer comparer, params ReadOnlySpan<(string Code, string Words)> rows)
    {
        var spellings = new Dictionary<string, Unit>(comparer);
        foreach ((string code, string words) in rows)
            foreach (string word in words.Split(' '))
                spellings.Add(word, ByCode[code]);
        return spellings.ToFrozenDictionary(comparer);
    }
}
