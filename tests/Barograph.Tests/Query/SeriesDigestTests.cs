using Barograph.Model;
using Barograph.Query;
using Barograph.Storage;

namespace Barograph.Tests.Query;

public sealed class SeriesDigestTests
{
    private static readonly SeriesId Series = new(7);

    [Fact]
    public async Task It_is_the_SHA_256_of_times_and_values_so_that_anybody_can_compute_it_again()
    {
        // Python: sha256(b''.join(struct.pack('<qd', time, value) for time, value in …)).hexdigest()
        Assert.Equal(
            new SeriesDigest(3, "af95076154c532e6274830412ed352e434d37b7edd2dda010b5d20bd58a6686d"),
            await DigestAsync((-1, 0.0), (1_700_000_000_000_000, 21.5), (1_700_000_000_000_001, -3e-300)));
        Assert.Equal(new SeriesDigest(0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"), await DigestAsync());
    }

    [Fact]
    public async Task Every_bit_counts()
    {
        SeriesDigest digest = await DigestAsync((1, 1.0), (2, 2.0));

        Assert.NotEqual(digest.Hash, (await DigestAsync((1, 1.0), (2, double.BitIncrement(2.0)))).Hash);
        Assert.NotEqual(digest.Hash, (await DigestAsync((1, 1.0), (3, 2.0))).Hash);
        Assert.NotEqual(digest.Hash, (await DigestAsync((1, 2.0), (2, 1.0))).Hash);
        Assert.NotEqual(digest.Hash, (await DigestAsync((1, 1.0))).Hash);
    }

    [Fact]
    public async Task The_sign_of_a_zero_does_not_count() => Assert.Equal(await DigestAsync((1, 0.0)), await DigestAsync((1, -0.0)));

    [Theory]
    [InlineData(1)]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(513)]
    [InlineData(5000)]
    public async Task How_the_reader_cuts_its_blocks_does_not_count(int length)
    {
        (long, double)[] samples = [.. Enumerable.Range(0, 3000).Select(i => ((long)i, i / 3.0))];

        Assert.Equal(await DigestAsync(samples), await SeriesDigest.OfAsync(new Blocks(samples, length), Series, TimeRange.All, CancellationToken.None));
    }

    [Fact]
    public async Task A_range_is_digested_as_if_it_were_all()
    {
        var reader = new Blocks([(1, 1.0), (2, 2.0), (3, 3.0)], 2);

        Assert.Equal(
            await DigestAsync((2, 2.0)), await SeriesDigest.OfAsync(reader, Series, new TimeRange(new Instant(2), new Instant(3)), CancellationToken.None));
    }

    [Fact]
    public void Comparing_finds_what_is_missing_and_what_differs_on_either_side()
    {
        DigestedSeries[] source = [Digested("b", "m", 1), Digested("a", "m", 1), Digested("a", "k", 1), Digested("a", "u", 1, "Cel")];
        DigestedSeries[] copy = [Digested("a", "m", 2), Digested("c", "m", 1), Digested("a", "k", 1), Digested("a", "u", 1, "K")];

        IReadOnlyList<ComparedSeries> compared = ComparedSeries.Compare(source, copy);

        Assert.Equal(
            ["a k True", "a m False", "a u False", "b m False", "c m False"],
            compared.Select(one => $"{one.Key.Location} {one.Key.Metric} {one.IsSame}"));
        Assert.Null(compared[3].Copy);
        Assert.Null(compared[4].Source);
    }

    private static DigestedSeries Digested(string location, string metric, long count, string? unit = null) =>
        new(new SeriesKey(location, metric), unit, new SeriesDigest(count, "hash"));

    private static Task<SeriesDigest> DigestAsync(params (long Time, double Value)[] samples) =>
        SeriesDigest.OfAsync(new Blocks(samples, 100), Series, TimeRange.All, CancellationToken.None).AsTask();

    /// <summary>Samples of one series, given in blocks of a certain length that share their memory, as the contract allows.</summary>
    private sealed class Blocks((long Time, double Value)[] samples, int length) : ISampleReader
    {
        public async IAsyncEnumerable<ReadOnlyMemory<TimedValue>> ReadAsync(
            SeriesId series, TimeRange range, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
        {
            var block = new TimedValue[length];
            foreach ((long, double)[] chunk in samples.Where(sample => range.Contains(new Instant(sample.Time))).Chunk(length))
            {
                await Task.Yield();
                for (int i = 0; i < chunk.Length; i++)
                    block[i] = new TimedValue(new Instant(chunk[i].Item1), chunk[i].Item2);
                yield return block.AsMemory(0, chunk.Length);
            }
        }

        public ValueTask<long> CountAsync(SeriesId series, TimeRange range, long atMost, CancellationToken cancel) => throw new NotSupportedException();

        public IAsyncEnumerable<ReadOnlyMemory<Rollup>> ReadRollupsAsync(
            SeriesId series, TimeRange range, Resolution resolution, long mostSamples, CancellationToken cancel) => throw new NotSupportedException();

        public ValueTask<TimedValue?> LastBeforeAsync(SeriesId series, Instant time, CancellationToken cancel) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<LatestSample>> LatestAsync(string? location, CancellationToken cancel) => throw new NotSupportedException();
    }
}
