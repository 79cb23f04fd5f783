using Barograph.Model;

namespace Barograph.Ingest;

/// <summary>Several observers as one. The arrays are given to all of them, so none may change what is in them.</summary>
public sealed class CommitObservers(params ICommitObserver[] observers) : ICommitObserver
{
    public bool IsListening => Array.Exists(observers, observer => observer.IsListening);

    public void OnCommitted(Sample[] samples)
    {
        foreach (ICommitObserver observer in observers)
            if (observer.IsListening)
                observer.OnCommitted(samples);
    }

    public void OnImported(IReadOnlyCollection<SeriesId> series)
    {
        foreach (ICommitObserver observer in observers)
            if (observer.IsListening)
                observer.OnImported(series);
    }
}
