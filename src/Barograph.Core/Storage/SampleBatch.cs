using System.Runtime.InteropServices;
using Barograph.Model;

namespace Barograph.Storage;

/// <summary>
/// The samples of several reports, to be appended as one transaction. Built by one thread, then only read. Samples of a report lie together, in the
/// order of <see cref="Reports"/>. All values are finite and all series exist.
/// </summary>
public sealed class SampleBatch
{
    private readonly List<Sample> _samples = [];
    private readonly List<BatchReport> _reports = [];

    public ReadOnlySpan<Sample> Samples => CollectionsMarshal.AsSpan(_samples);

    public ReadOnlySpan<BatchReport> Reports => CollectionsMarshal.AsSpan(_reports);

    /// <summary>Adds a report with its samples.</summary>
    /// <param name="samples">At least one.</param>
    /// <param name="timeIsOurs">See <see cref="BatchReport.TimeIsOurs"/>.</param>
    /// <param name="receipt">See <see cref="BatchReport.Receipt"/>.</param>
    public void Add(ReadOnlySpan<Sample> samples, bool timeIsOurs = false, Receipt? receipt = null)
    {
        _reports.Add(new BatchReport(_samples.Count, samples.Length, timeIsOurs, receipt));
        _samples.AddRange(samples);
    }
}
