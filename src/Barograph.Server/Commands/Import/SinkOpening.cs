using Barograph.Server.Config;
using Barograph.Storage;

namespace Barograph.Server.Commands.Import;

/// <summary>
/// Finds the way into a store: PostgreSQL is written by this process; a SQLite file by the running server, or without one by this process.
/// </summary>
public static class SinkOpening
{
    /// <summary>A server that is just starting or stopping holds the file without answering; this is how long that may take.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public static async Task<ISampleSink> OpenAsync(Settings settings, TimeProvider clock, CancellationToken cancel)
    {
        if (settings.Store.Kind == StoreKind.Postgres)
            return await OpenStoreAsync(settings, clock, cancel);
        long start = clock.GetTimestamp();
        while (true)
        {
            if (await ControlSink.TryOpenAsync(settings.Store.Value, clock, cancel) is { } sink)
                return sink;
            if (!File.Exists(settings.Store.Value))
                throw new CommandFailedException(AdminRunner.NotFound(settings));
            try
            {
                return await OpenStoreAsync(settings, clock, cancel);
            }
            catch (StorageUnavailableException) when (clock.GetElapsedTime(start) < Patience)
            {
                await Task.Delay(Pause, clock, cancel);
            }
        }
    }

    private static async Task<StoreSink> OpenStoreAsync(Settings settings, TimeProvider clock, CancellationToken cancel)
    {
        IStore store = settings.Store.OpenForAdmin(settings.AllowOverprivileged, clock);
        try
        {
            await store.OpenAsync(cancel);
            return new StoreSink(store, ownsStore: true, clock);
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }
}
