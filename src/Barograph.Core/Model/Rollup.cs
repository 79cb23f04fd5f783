namespace Barograph.Model;

/// <summary>What the samples of one series in one window amount to. Nothing in it is ever infinite or NaN.</summary>
/// <param name="Start">Where the window begins.</param>
/// <param name="Count">At least 1: a window without samples has no rollup.</param>
/// <param name="Min">The lowest value.</param>
/// <param name="Max">The highest value.</param>
/// <param name="Sum">Of the values; one that would leave the range of a double stops at its end.</param>
/// <param name="First">The earliest sample.</param>
/// <param name="Last">The latest sample.</param>
/// <param name="Increase">How far a counter went up from <paramref name="First"/> to <paramref name="Last"/>, see <see cref="Rise"/>. Means nothing for a gauge.</param>
public readonly record struct Rollup(
    Instant Start, long Count, double Min, double Max, double Sum, TimedValue First, TimedValue Last, double Increase)
{
    public double Mean => Sum / Count;

    /// <summary>A window with one sample.</summary>
    public static Rollup Of(Instant start, TimedValue sample) =>
        new(start, 1, sample.Value, sample.Value, sample.Value, sample, sample, 0);

    /// <summary>This window and a later one as one window that begins where this one does.</summary>
    public Rollup Then(in Rollup later) => new(
        Start,
        Count + later.Count,
        Math.Min(Min, later.Min),
        Math.Max(Max, later.Max),
        Add(Sum, later.Sum),
        First,
        later.Last,
        Add(Add(Increase, Rise(Last.Value, later.First.Value)), later.Increase));

    /// <summary>How far a counter went up between two successive samples. A lower value means that it began again at zero.</summary>
    public static double Rise(double before, double after) => after < before ? after : Add(after, -before);

    // Two finite numbers may add up to an infinity, and two infinities to NaN, which SQLite cannot keep.
    private static double Add(double a, double b) => Math.Clamp(a + b, double.MinValue, double.MaxValue);
}
