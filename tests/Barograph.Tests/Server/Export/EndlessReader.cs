using System.Runtime.CompilerServices;
using Barograph.Model;
using Barograph.Storage;

namespace Barograph.Tests.Server.Export;

/// <summary>Every series has so many blocks of 4,096 samples, in memory that each block shares with the one before; counts how many were asked for.</summary>
internal sealed class EndlessReader(int blocks) : ISampleReader
{
    private int _read;

    public int Read => Volatile.Read(ref _read);

    public async IAsyncEnumerable<ReadOnlyMemory<TimedValue>> ReadAsync(
        SeriesId series, TimeRange range, [EnumeratorCancellation] CancellationToken cancel)
    {
        var block = new TimedValue[4096];
        for (int at = 0; at < blocks; at++)
        {
            cancel.ThrowIfCancellationRequested();
            await Task.Yield();
            Interlocked.Increment(ref _read);
            for (int i = 0; i < block.Length; i++)
                block[i] = new TimedValue(Instant.FromUnixSeconds(at * block.Length + i), series.Value);
            yield return block;
        }
    }

    public ValueTask<long> CountAsync(SeriesId series, TimeRange range, long atMost, CancellationToken cancel) => throw new NotSupportedException();

    public IAsyncEnumerable<ReadOnlyMemory<Rollup>> ReadRollupsAsync(
        SeriesId series, TimeRange range, Resolution resolution, long mostSamples, CancellationToken cancel) => throw new NotSupportedException();

    public ValueTask<TimedValue?> LastBeforeAsync(SeriesId series, Instant time, CancellationToken cancel) => throw new NotSupportedException();

    public ValueTask<IReadOnlyList<LatestSample>> LatestAsync(string? location, CancellationToken cancel) => throw new NotSupportedException();
}
