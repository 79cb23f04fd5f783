using Barograph.Model;

namespace Barograph.Storage.Tests;

/// <summary>What others commit is told; what this store's own writer does is not. Where an engine refuses a second store there are no others.</summary>
public abstract class SampleNewsContract(Engine engine) : StoreContract(engine)
{
    public sealed class Sqlite() : SampleNewsContract(Engine.Sqlite);

    public sealed class Postgres() : SampleNewsContract(Engine.Postgres);

    [Fact]
    public async Task What_another_store_commits_is_told_once_and_only_what_is_new()
    {
        SeriesId[] series = await NewSeriesAsync(2);
        await using NewsListener listener = await NewsListener.StartAsync(Store);
        if (await OtherAsync() is not { } other)
        {
            Assert.False(listener.HasMore);
            return;
        }
        Sample first = new(series[0], At(0), 1), second = new(series[1], At(0.000001), -0.5), third = new(series[0], new Instant(At(-86400).Microseconds), 1e300);
        await other.Writer.AppendAsync(Batches.Of(first, second), Cancel);
        await other.Writer.AppendAsync(Batches.Of(first, first with { Value = 2 }, third), Cancel);

        Assert.Equal([first, second, third], await listener.SamplesUntilAsync(third.Value));
    }

    [Fact]
    public async Task What_it_commits_itself_is_not_told()
    {
        SeriesId[] series = await NewSeriesAsync(1);
        await using NewsListener listener = await NewsListener.StartAsync(Store);
        await AppendAsync(Batches.Of(new Sample(series[0], At(0), 1)));
        if (await OtherAsync() is not { } other)
        {
            Assert.False(listener.HasMore);
            return;
        }
        // Its own notification has come before this one.
        await using NewsListener elsewhere = await NewsListener.StartAsync(other);
        await AppendAsync(Batches.Of(new Sample(series[0], At(1), 2)));
        await elsewhere.SamplesUntilAsync(2);
        await other.Writer.AppendAsync(Batches.Of(new Sample(series[0], At(2), 3)), Cancel);

        Assert.Equal([3.0], (await listener.SamplesUntilAsync(3)).Select(sample => sample.Value));
    }

    [Fact]
    public async Task Series_that_nobody_wants_are_left_out()
    {
        SeriesId[] series = await NewSeriesAsync(2);
        await using NewsListener listener = await NewsListener.StartAsync(Store, id => id == series[1]);
        if (await OtherAsync() is not { } other)
            return;
        await other.Writer.AppendAsync(Batches.Of(new Sample(series[0], At(0), 1), new Sample(series[1], At(0), 2)), Cancel);
        Assert.Equal([2.0], (await listener.SamplesUntilAsync(2)).Select(sample => sample.Value));

        await other.Writer.AppendAsync(Batches.Of([.. Enumerable.Range(1, 5000).Select(i => new Sample(series[0], At(i), i))]), Cancel);
        await other.Writer.AppendAsync(Batches.Of(new Sample(series[1], At(1), 3)), Cancel);

        // Told with the many or after them.
        SampleNews news = await listener.NextAsync();
        Assert.All(news.Samples?.Select(sample => sample.Series) ?? news.Series!, told => Assert.Equal(series[1], told));
    }

    [Fact]
    public async Task Very_many_samples_are_told_by_their_series_and_very_many_series_as_anything()
    {
        SeriesId[] series = await NewSeriesAsync(2);
        await using NewsListener listener = await NewsListener.StartAsync(Store);
        if (await OtherAsync() is not { } other)
            return;
        await other.Writer.AppendAsync(Batches.Of(new Sample(series[1], At(0), 1)), Cancel);
        await listener.SamplesUntilAsync(1);
        await other.Writer.AppendAsync(Batches.Of([.. Enumerable.Range(1, 5000).Select(i => new Sample(series[0], At(i), i))]), Cancel);
        SampleNews news = await listener.NextAsync();
        Assert.Null(news.Samples);
        Assert.Equal([series[0]], news.Series);

        SeriesWish[] wishes = [.. Enumerable.Range(0, 5000).Select(i => new SeriesWish(new SeriesKey("many", FormattableString.Invariant($"m{i}")), null))];
        IReadOnlyList<SeriesInfo?> many = await Store.Series.FindOrCreateAsync(wishes, 0, 100_000, Cancel);
        await other.Writer.AppendAsync(Batches.Of([.. many.Select(one => new Sample(one!.Id, At(0), 1))]), Cancel);
        await listener.UntilAsync(told => told == SampleNews.Anything);
    }

    [Fact]
    public async Task The_last_of_it_is_told_when_the_other_closes()
    {
        SeriesId[] series = await NewSeriesAsync(1);
        await using NewsListener listener = await NewsListener.StartAsync(Store);
        if (await OtherAsync() is not { } other)
            return;
        for (int i = 0; i < 20; i++)
            await other.Writer.AppendAsync(Batches.Of(new Sample(series[0], At(i), i)), Cancel);
        await other.DisposeAsync();

        Assert.Equal(Enumerable.Range(0, 20).Select(i => (double)i), (await listener.SamplesUntilAsync(19)).Select(sample => sample.Value));
    }

    private async Task<IStore?> OtherAsync() => Engine.SharesPlace ? await Place.OpenAsync(Cancel) : null;
}
