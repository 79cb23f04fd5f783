using Barograph.Model;

namespace Barograph.Ingest;

/// <summary>
/// What became of one request. Counts are samples. If <see cref="Failure"/> is set it is our own trouble (a 503): some reports may be stored, and sending
/// the whole request again is right. Otherwise everything that is counted here is durable.
/// </summary>
public sealed class IngestVerdict
{
    public int Stored { get; internal set; }
    public int Duplicates { get; internal set; }
    public int Conflicts { get; internal set; }

    /// <summary>Samples whose report named a time that only a wrong clock can say; they are stored with their receive time.</summary>
    public int ClockFaults { get; internal set; }

    /// <summary>In the order of the reports.</summary>
    public List<Rejection> Rejections { get; internal set; } = [];

    public ErrorKind? Failure { get; internal set; }

    /// <summary>Whether anything was stored, now or before.</summary>
    public bool TookAny => Stored + Duplicates + Conflicts > 0;

    internal static IngestVerdict Failed(ErrorKind failure) => new() { Failure = failure };
}
