using Barograph.Model;

namespace Barograph.Storage.Tests;

/// <summary>A short way to write batches, and their outcomes as a string of letters: N(ew), D(uplicate), C(onflict).</summary>
public static class Batches
{
    /// <summary>A batch of one timed report per sample.</summary>
    public static SampleBatch Of(params ReadOnlySpan<Sample> samples)
    {
        var batch = new SampleBatch();
        foreach (Sample sample in samples)
            batch.Add([sample]);
        return batch;
    }

    /// <summary>Adds a report with a time of the device.</summary>
    public static SampleBatch Timed(this SampleBatch batch, params ReadOnlySpan<Sample> samples)
    {
        batch.Add(samples);
        return batch;
    }

    /// <summary>Adds a report whose time was given at receipt.</summary>
    public static SampleBatch Ours(this SampleBatch batch, params ReadOnlySpan<Sample> samples)
    {
        batch.Add(samples, timeIsOurs: true);
        return batch;
    }

    /// <summary>Adds a report that has the device's own id instead of a usable time.</summary>
    public static SampleBatch WithReceipt(this SampleBatch batch, Receipt receipt, params ReadOnlySpan<Sample> samples)
    {
        batch.Add(samples, timeIsOurs: true, receipt);
        return batch;
    }

    /// <summary>The outcomes of a stored batch as letters.</summary>
    public static string Letters(this AppendResult result, SampleBatch batch)
    {
        Assert.True(result.Stored, "the batch was not stored: reports collided");
        if (result.Outcomes is null)
            return new string('N', batch.Samples.Length);
        Assert.Equal(batch.Samples.Length, result.Outcomes.Count);
        return string.Concat(result.Outcomes.Select(outcome => outcome.ToString()[0]));
    }
}
