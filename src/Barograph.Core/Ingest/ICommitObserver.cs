using Barograph.Model;

namespace Barograph.Ingest;

/// <summary>
/// Is told of samples after their commit. It is called where others wait for their acknowledgement, so it returns at once and never throws; who has work
/// to do puts what it is told into a bounded queue of its own.
/// </summary>
public interface ICommitObserver
{
    /// <summary>False: it would throw away whatever it is told, so nothing need be put together.</summary>
    bool IsListening { get; }

    /// <summary>These samples were new, in the order of the commits of this process. The array does not change any more, and observers do not change it.</summary>
    void OnCommitted(Sample[] samples);

    /// <summary>Samples of these series were imported, too many to be told one by one.</summary>
    void OnImported(IReadOnlyCollection<SeriesId> series);
}
