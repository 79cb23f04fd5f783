namespace Barograph.Storage;

/// <summary>The one way in for samples. Appends; never changes or removes.</summary>
public interface ISampleWriter
{
    /// <summary>
    /// Appends all samples of <paramref name="batch"/> in one transaction. When it returns <see cref="AppendResult.Stored"/> they are durable:
    /// on disk, through the operating system's cache. Which samples were new is in <see cref="AppendResult.Outcomes"/>.
    /// </summary>
    /// <remarks>
    /// <para>A timed sample whose (series, time) exists already is not stored again and not an error: the first one wins.</para>
    /// <para>If a report with <see cref="BatchReport.TimeIsOurs"/> meets an existing (series, time), in the store or earlier in the batch,
    /// NOTHING of the batch is stored and the result lists all such reports in <see cref="AppendResult.CollidedReports"/>: move them and append again.</para>
    /// <para>A report with a <see cref="BatchReport.Receipt"/> that exists already (in the store or earlier in the batch) is a retry: none of its samples
    /// are stored and all count as duplicates.</para>
    /// <para>May be called concurrently; transactions are then ordered by the engine.</para>
    /// </remarks>
    /// <exception cref="BatchRefusedException">The database refuses something in the data itself; nothing is stored. Halves of the batch may be accepted.</exception>
    /// <exception cref="StorageUnavailableException">Nothing is known: it may or may not be stored. Never acknowledge.</exception>
    ValueTask<AppendResult> AppendAsync(SampleBatch batch, CancellationToken cancel);
}
