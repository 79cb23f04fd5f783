namespace Barograph.SystemTests.Steps;

/// <summary>One window of a stepped answer; <paramref name="Start"/> in Unix seconds.</summary>
public sealed record Window(decimal Start, long Count, double Min, double Max, double Mean, double First, double Last, double? Increase)
{
    /// <summary>Sums depend on the order of the additions; nothing else does.</summary>
    private const double Tolerance = 1e-9;

    /// <summary>
    /// The windows of <paramref name="raw"/>, ascending by time, computed the plainest way. <paramref name="startOf"/> says where the window of a time begins.
    /// </summary>
    public static List<Window> Of(IEnumerable<(decimal Time, double Value)> raw, Func<decimal, decimal> startOf, bool isCounter)
    {
        List<Window> windows = [];
        double? before = null;
        foreach (IGrouping<decimal, (decimal Time, double Value)> group in raw.GroupBy(sample => startOf(sample.Time)))
        {
            double[] values = [.. group.Select(sample => sample.Value)];
            double increase = 0;
            foreach (double value in values)
            {
                if (before is { } last)
                    increase += value < last ? value : value - last;
                before = value;
            }
            windows.Add(new Window(group.Key, values.Length, values.Min(), values.Max(), values.Average(), values[0], values[^1], isCounter ? increase : null));
        }
        return windows;
    }

    public static List<Window> Of(IEnumerable<(decimal Time, double Value)> raw, int width, bool isCounter = false) =>
        Of(raw, time => Math.Floor(time / width) * width, isCounter);

    public static void AssertEqual(IReadOnlyList<Window> expected, IReadOnlyList<Window> actual, string what)
    {
        for (int i = 0; i < Math.Min(expected.Count, actual.Count); i++)
            Assert.True(expected[i].IsLike(actual[i]), $"{what}, window {i}: expected {expected[i]}, got {actual[i]}");
        Assert.True(expected.Count == actual.Count, $"{what}: expected {expected.Count} windows, got {actual.Count}");
    }

    private bool IsLike(Window other) =>
        this with { Mean = 0, Increase = null } == other with { Mean = 0, Increase = null }
        && IsNear(Mean, other.Mean) && Increase.HasValue == other.Increase.HasValue && IsNear(Increase ?? 0, other.Increase ?? 0);

    private static bool IsNear(double a, double b) => Math.Abs(a - b) <= Tolerance * Math.Max(1, Math.Max(Math.Abs(a), Math.Abs(b)));
}
