namespace Barograph.Formats;

/// <summary>Takes the names of SenML apart: what measured, and what was measured.</summary>
internal static class SenMlNames
{
    private const string DeviceUrn = "urn:dev:";

    /// <summary>Whether it may stand as a name (RFC 8428, section 4.5.1).</summary>
    public static bool IsName(string name)
    {
        if (name.Length == 0 || !char.IsAsciiLetterOrDigit(name[0]))
            return false;
        foreach (char c in name)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or ':' or '.' or '/' or '_'))
                return false;
        return true;
    }

    /// <summary>
    /// Decided by name and unit alone, so that a resolved pack means the same. The last part of the name, after a slash or else a colon, is the metric if it begins
    /// with a letter; a name without such a part names what measured, and the unit says the metric. The parts that make a <c>urn:dev:KIND:ID</c>
    /// (RFC 9039) are never taken apart, and neither is an address as <c>2001:db8::3</c>. A name of one part is a metric without a source.
    /// </summary>
    public static (string? Source, string Metric) Split(string name, string? unit)
    {
        int cut = name.AsSpan(FixedLength(name)).LastIndexOf('/') is >= 0 and int slash ? FixedLength(name) + slash : LastColon(name);
        string last = name[(cut + 1)..];
        if (cut < 0 && last.AsSpan().IndexOfAny(':', '/') < 0 && last.Length > 0 && char.IsAsciiLetter(last[0]))
            return (null, WithQuantity(last, unit));
        if (cut >= 0 && last.Length > 0 && char.IsAsciiLetter(last[0]))
            return (Source(name[..cut]), WithQuantity(last, unit));
        return (Source(name), SenMlUnits.MetricOf(unit));
    }

    private static string WithQuantity(string part, string? unit)
    {
        string metric = DialectText.Metric(part)!;
        return SenMlUnits.Quantity(unit) is { } quantity && !metric.EndsWith(quantity, StringComparison.Ordinal) ? DialectText.Metric($"{metric}_{quantity}")! : metric;
    }

    private static int LastColon(string name)
    {
        int fixedLength = FixedLength(name);
        if (fixedLength == 0 && IsAddress(name))
            return -1;
        int colon = name.AsSpan(fixedLength).LastIndexOf(':');
        return colon < 0 ? -1 : fixedLength + colon;
    }

    /// <summary>The length of <c>urn:dev:KIND:ID</c>; 0 for other names.</summary>
    private static int FixedLength(string name)
    {
        if (!name.StartsWith(DeviceUrn, StringComparison.OrdinalIgnoreCase))
            return 0;
        int kind = name.IndexOf(':', DeviceUrn.Length);
        if (kind < 0)
            return name.Length;
        int end = name.AsSpan(kind + 1).IndexOfAny(':', '/');
        return end < 0 ? name.Length : kind + 1 + end;
    }

    private static bool IsAddress(string name)
    {
        foreach (char c in name)
            if (!char.IsAsciiHexDigit(c) && c is not (':' or '.'))
                return false;
        return name.Contains(':', StringComparison.Ordinal);
    }

    // The separators at its end belong to neither. Not cut: two long names must not become one, and ingest says what a location may be.
    private static string Source(string name) => name.TrimEnd(':', '/');
}
