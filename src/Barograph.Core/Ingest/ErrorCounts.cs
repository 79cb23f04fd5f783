using System.Collections.Frozen;
using Barograph.Model;

namespace Barograph.Ingest;

/// <summary>How often each error of the catalogue was met. Any number of threads may count.</summary>
public sealed class ErrorCounts
{
    private static readonly FrozenDictionary<string, int> Places =
        Errors.All.Index().ToFrozenDictionary(entry => entry.Item.Code, entry => entry.Index, StringComparer.Ordinal);

    private readonly long[] _counts = new long[Errors.All.Length];

    public void Add(ErrorKind error) => Interlocked.Increment(ref _counts[Places[error.Code]]);

    public long Of(ErrorKind error) => Interlocked.Read(ref _counts[Places[error.Code]]);

    /// <summary>Those that were met, in the order of the catalogue.</summary>
    public IEnumerable<(ErrorKind Error, long Count)> Met =>
        Errors.All.Select(error => (error, Of(error))).Where(entry => entry.Item2 > 0);
}
