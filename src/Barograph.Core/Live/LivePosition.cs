using System.Globalization;

namespace Barograph.Live;

/// <summary>The id of an event: which run of the server told it, and where in that run.</summary>
public readonly record struct LivePosition(string Process, long Sequence)
{
    public static LivePosition? TryParse(string? text)
    {
        int dash = text?.LastIndexOf('-') ?? -1;
        return dash > 0 && long.TryParse(text.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out long sequence)
            ? new LivePosition(text![..dash], sequence)
            : null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Process}-{Sequence}");
}
