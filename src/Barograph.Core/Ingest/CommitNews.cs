using Barograph.Model;

namespace Barograph.Ingest;

/// <summary>What has come in since it was last taken.</summary>
public sealed class CommitNews
{
    /// <summary>New samples, in the order of their commits.</summary>
    public List<Sample[]> Samples { get; } = [];

    /// <summary>Series of which there are new samples that nobody has counted.</summary>
    public HashSet<SeriesId> Series { get; } = [];

    /// <summary>Anything may have been committed, of any series.</summary>
    public bool IsAnything { get; set; }
}
