using System.Globalization;
using Barograph.Model;
using Npgsql;

namespace Barograph.Storage.Tests;

/// <summary>What SQL adds is told too, and a lost connection is.</summary>
public sealed class SampleNewsTests() : PostgresTest(SharedCluster.GetAsync)
{
    [Fact]
    public async Task A_row_of_the_view_is_told_by_its_new_values()
    {
        await using IStore store = await OpenAsync();
        await using NewsListener listener = await NewsListener.StartAsync(store);
        await Place.SqlAsync("INSERT INTO esp32data (time, location, temperature) VALUES ('2024-03-01 00:00:00.000001+00', 'desk', 20)");
        await Place.SqlAsync("INSERT INTO esp32data (time, location, temperature, humidity) VALUES ('2024-03-01 00:00:00.000001+00', 'desk', 20, 40)");
        await Place.SqlAsync("INSERT INTO esp32data (location, pressure) VALUES ('desk', 1013)");

        List<Sample> told = await listener.SamplesUntilAsync(1013);

        Assert.Equal([20, 40, 1013], told.Select(sample => sample.Value));
        Assert.Equal([1, 1], told[..2].Select(sample => sample.Time.Microseconds - Start.Microseconds));
        Assert.False(listener.HasMore);
    }

    [Fact]
    public async Task Very_many_rows_of_one_transaction_are_told_as_anything_and_none_of_one_that_is_rolled_back()
    {
        await using IStore store = await OpenAsync();
        await using NewsListener listener = await NewsListener.StartAsync(store);
        await Place.SqlAsync("BEGIN; INSERT INTO esp32data (location, temperature) VALUES ('desk', 1); ROLLBACK");
        await Place.SqlAsync("INSERT INTO esp32data (time, location, temperature) SELECT '2024-03-01Z'::timestamptz + i * interval '1 s', 'desk', i FROM generate_series(1, 5000) i");
        await Place.SqlAsync("INSERT INTO esp32data (location, temperature) VALUES ('desk', -1)");

        List<SampleNews> told = [];
        while (told.Count == 0 || told[^1].Samples?[^1].Value != -1)
            told.Add(await listener.NextAsync());

        Assert.Equal(1, told.Count(news => news == SampleNews.Anything));
        Assert.Equal(201, told.Sum(news => news.Samples?.Count ?? 0));
    }

    [Fact]
    public async Task An_insert_past_the_view_is_told_as_anything_and_what_a_server_adds_needs_no_such_word()
    {
        await using IStore store = await OpenAsync(), other = await OpenAsync();
        SeriesId series = await NewSeriesAsync(store);
        await using NewsListener listener = await NewsListener.StartAsync(store);
        await other.Writer.AppendAsync(Batches.Of(new Sample(series, Start, 1)), Cancel);
        await listener.SamplesUntilAsync(1);
        await other.Writer.AppendAsync(Batches.Of(new Sample(series, Start + TimeSpan.FromSeconds(1), 2)), Cancel);
        Assert.Equal([2.0], (await listener.NextAsync()).Samples!.Select(sample => sample.Value));

        await Place.SqlAsync(string.Create(CultureInfo.InvariantCulture,
            $"BEGIN; INSERT INTO esp32data (time, location, humidity) VALUES ('2024-03-01Z', 'desk', 3); INSERT INTO sample VALUES ({series.Value}, '2024-03-02Z', 3); COMMIT"));

        Assert.Equal(SampleNews.Anything, await listener.NextAsync());
        Assert.Equal([3.0], (await listener.NextAsync()).Samples!.Select(sample => sample.Value));
    }

    [Fact]
    public async Task A_lost_connection_is_told_as_anything_and_then_it_goes_on()
    {
        await using IStore store = await OpenAsync(), other = await OpenAsync();
        SeriesId series = await NewSeriesAsync(store);
        await using NewsListener listener = await NewsListener.StartAsync(store);

        await Place.CutConnectionsAsync();

        Assert.Equal(SampleNews.Anything, await listener.NextAsync());
        for (double value = 1; !listener.HasMore; value++)
            await RetryAsync(() => other.Writer.AppendAsync(Batches.Of(new Sample(series, Start + TimeSpan.FromSeconds(value), value)), Cancel));
        await listener.UntilAsync(news => news.Samples is not null);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("- at")]
    [InlineData("- at 1 1,")]
    [InlineData("- at 1 1:2:3")]
    [InlineData("- at 9223372036854775807 1:1")]
    [InlineData("- at 1 1:9223372036854775807")]
    [InlineData("- at 1 -1")]
    [InlineData("- series 1,x")]
    [InlineData("- series 99999999999")]
    [InlineData("- reading 1")]
    public async Task What_cannot_be_read_may_be_anything(string payload)
    {
        await using IStore store = await OpenAsync();
        await using NewsListener listener = await NewsListener.StartAsync(store);

        await Place.SqlAsync($"SELECT pg_notify('barograph_sample', '{payload}')");

        Assert.Equal(SampleNews.Anything, await listener.NextAsync());
    }

    [Fact]
    public async Task What_is_told_is_what_the_store_holds_whoever_said_it()
    {
        await using IStore store = await OpenAsync();
        await using NewsListener listener = await NewsListener.StartAsync(store);
        await Place.SqlAsync("SELECT pg_notify('barograph_sample', '- at 1709251200000000 1,2:5,3')");
        await Place.SqlAsync("INSERT INTO esp32data (location, temperature) VALUES ('desk', 1)");

        Assert.Equal([1.0], (await listener.NextAsync()).Samples!.Select(sample => sample.Value));
    }

    private async Task<IStore> OpenAsync() => await Place.OpenAsync(Cancel);

    private static async Task RetryAsync(Func<ValueTask<AppendResult>> append)
    {
        try
        {
            await append();
        }
        catch (StorageUnavailableException)
        {
            // Its connection was cut too; the next one is whole.
        }
    }
}
