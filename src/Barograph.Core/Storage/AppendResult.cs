using Barograph.Model;

namespace Barograph.Storage;

/// <summary>What became of a <see cref="SampleBatch"/>.</summary>
public sealed class AppendResult
{
    /// <summary>The usual case: everything was new and is durable.</summary>
    public static readonly AppendResult AllNew = new(null, []);

    private AppendResult(IReadOnlyList<SampleOutcome>? outcomes, IReadOnlyList<int> collidedReports)
    {
        Outcomes = outcomes;
        CollidedReports = collidedReports;
    }

    /// <summary>True if the transaction is durable; false if there were collisions and nothing is stored.</summary>
    public bool Stored => CollidedReports.Count == 0;

    /// <summary>One entry a sample, in the batch's order. Null means that every sample was new, which then costs nothing.</summary>
    public IReadOnlyList<SampleOutcome>? Outcomes { get; }

    /// <summary>Indices into <see cref="SampleBatch.Reports"/> of the reports whose given time met an existing sample.</summary>
    public IReadOnlyList<int> CollidedReports { get; }

    /// <summary>The samples of <paramref name="batch"/>, whose result this is, that were new and are durable, in the batch's order.</summary>
    public Sample[] NewOf(SampleBatch batch)
    {
        ReadOnlySpan<Sample> samples = batch.Samples;
        if (!Stored)
            return [];
        if (Outcomes is null)
            return samples.ToArray();
        List<Sample> added = new(samples.Length);
        for (int i = 0; i < samples.Length; i++)
            if (Outcomes[i] == SampleOutcome.New)
                added.Add(samples[i]);
        return [.. added];
    }

    public static AppendResult Of(IReadOnlyList<SampleOutcome> outcomes) => new(outcomes, []);

    public static AppendResult Collided(IReadOnlyList<int> reports) => new(null, reports);
}
