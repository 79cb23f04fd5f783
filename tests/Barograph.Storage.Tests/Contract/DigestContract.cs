using Barograph.Model;
using Barograph.Query;

namespace Barograph.Storage.Tests;

/// <summary>The same samples have the same digest on both engines, and so can be compared when they move from one to the other.</summary>
public abstract class DigestContract(Engine engine) : StoreContract(engine)
{
    // By Python's hashlib and struct, of the samples below.
    private const string Expected = "92f21779a9213224f3e485ff0c394c5bd614aa6cd2d5bb6adbe0c9050b0e1358";

    public sealed class OnSqlite() : DigestContract(Engine.Sqlite);

    public sealed class OnPostgres() : DigestContract(Engine.Postgres);

    [Fact]
    public async Task The_digest_does_not_depend_on_the_engine()
    {
        SeriesId series = (await NewSeriesAsync(1))[0];
        double[] values = [0.0, -0.0, 0.1, -1e308, 5e-324, 1 / 3.0, 123456789, 2.5e15];
        // Latest first, so that the order in which they came differs from that of their times.
        for (int i = 9999; i >= 0; i -= 2500)
            await AppendAsync(Batches.Of([.. Enumerable.Range(i - 2499, 2500).Select(k => new Sample(series, At(k), values[k % values.Length]))]));

        Assert.Equal(new SeriesDigest(10_000, Expected), await SeriesDigest.OfAsync(Store.Reader, series, TimeRange.All, Cancel));
    }

    [Fact]
    public async Task A_day_can_be_digested_by_itself()
    {
        SeriesId[] series = await NewSeriesAsync(2);
        await AppendAsync(Batches.Of([.. Enumerable.Range(0, 48).Select(hour => new Sample(series[0], At(3600 * hour), hour))]));
        await AppendAsync(Batches.Of([.. Enumerable.Range(24, 24).Select(hour => new Sample(series[1], At(3600 * hour), hour))]));
        var secondDay = new TimeRange(At(86_400), At(2 * 86_400));

        SeriesDigest whole = await SeriesDigest.OfAsync(Store.Reader, series[1], TimeRange.All, Cancel);

        Assert.Equal(24, whole.Count);
        Assert.Equal(whole, await SeriesDigest.OfAsync(Store.Reader, series[0], secondDay, Cancel));
    }
}
