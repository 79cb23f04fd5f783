namespace Barograph.Server.Figures;

/// <summary>What one set of labels has come to: a sum, and for a histogram how many values lie up to each bound. Any number of threads may add.</summary>
/// <param name="bounds">Of a histogram, ascending; empty for anything else.</param>
internal sealed class FigureCell(double[] bounds)
{
    private readonly Lock _lock = new();
    private readonly long[] _counts = new long[bounds.Length + 1];
    private double _sum;

    public void Add(double value)
    {
        int place = 0;
        while (place < bounds.Length && value > bounds[place])
            place++;
        lock (_lock)
        {
            _sum += value;
            _counts[place]++;
        }
    }

    /// <summary>The sum, and how many values there were in each bucket, the last one being for those above all bounds.</summary>
    public (double Sum, long[] Counts) Read()
    {
        lock (_lock)
            return (_sum, [.. _counts]);
    }
}
