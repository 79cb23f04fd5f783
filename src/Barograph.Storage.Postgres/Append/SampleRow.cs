using Barograph.Model;

namespace Barograph.Storage.Postgres;

/// <summary>A sample of a batch with its place in it.</summary>
internal readonly record struct SampleRow(Sample Sample, int Index, int Report) : IComparable<SampleRow>
{
    public (int Series, long Time) Key => (Sample.Series.Value, Sample.Time.Microseconds);

    /// <summary>
    /// By series, then time, then place in the batch: total, and the same in every process, so that two appends cannot deadlock.
    /// </summary>
    public int CompareTo(SampleRow other)
    {
        int order = Sample.Series.Value.CompareTo(other.Sample.Series.Value);
        if (order == 0)
            order = Sample.Time.CompareTo(other.Sample.Time);
        return order != 0 ? order : Index.CompareTo(other.Index);
    }
}
