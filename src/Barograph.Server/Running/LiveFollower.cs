using Barograph.Live;
using Barograph.Storage;

namespace Barograph.Server.Running;

/// <summary>Lets the hub tell, and tells it what others have committed.</summary>
public sealed class LiveFollower(IStore store, LiveHub hub)
{
    /// <summary>Runs until cancelled; the store must be open.</summary>
    public async Task RunAsync(CancellationToken cancel) => await Together.RunAsync([hub.RunAsync(cancel), FollowAsync(cancel)], cancel);

    private async Task FollowAsync(CancellationToken cancel)
    {
        await foreach (SampleNews news in store.SampleNewsAsync(hub.Wants, cancel))
            if (news.Samples is { } samples)
                hub.OnCommitted([.. samples]);
            else if (news.Series is { } series)
                hub.OnImported(series);
            else
                hub.OnAnything();
    }
}
