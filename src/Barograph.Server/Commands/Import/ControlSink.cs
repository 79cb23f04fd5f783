using Barograph.Model;
using Barograph.Server.Commands.Control;

namespace Barograph.Server.Commands.Import;

/// <summary>Appends through the running server, which alone writes its SQLite file.</summary>
public sealed class ControlSink : ISampleSink
{
    // More than the server waits for its own store.
    private static readonly TimeSpan ReplyTimeout = TimeSpan.FromSeconds(60);

    private const char LastDigit = (char)('0' + (int)SinkOutcome.TooOld);

    private readonly ControlConnection _connection;
    private readonly string _storePath;
    private readonly TimeProvider _clock;

    private ControlSink(ControlConnection connection, string storePath, TimeProvider clock)
    {
        _connection = connection;
        _storePath = storePath;
        _clock = clock;
    }

    public string Description => $"SQLite, {Path.GetFullPath(_storePath)}, through the running server";

    public int MaxBatch => SinkRequest.MaxSamples;

    /// <summary>Null if no server answers beside the SQLite file at <paramref name="storePath"/>.</summary>
    /// <exception cref="CommandFailedException">A server is there but does not take an import.</exception>
    public static async Task<ControlSink?> TryOpenAsync(string storePath, TimeProvider clock, CancellationToken cancel)
    {
        if (ControlSocketPath.For(storePath) is not { } path || await ControlConnection.TryOpenAsync(path, clock, cancel) is not { } connection)
            return null;
        var sink = new ControlSink(connection, storePath, clock);
        try
        {
            if (await sink.BeginAsync(cancel))
                return sink;
        }
        catch
        {
            await sink.DisposeAsync();
            throw;
        }
        await sink.DisposeAsync();
        return null;
    }

    public async Task<IReadOnlyList<SinkOutcome>?> AppendAsync(ReadOnlyMemory<SinkSample> samples, CancellationToken cancel)
    {
        SinkReply reply = await AskAsync(new SinkRequest(Append: Columns(samples.Span)), cancel);
        if (reply.Count != samples.Length || (reply.Outcomes is { } digits && (digits.Length != samples.Length || digits.AsSpan().ContainsAnyExceptInRange('0', LastDigit))))
            throw new CommandFailedException("The running server answers for other samples than it was sent; use the same version of Barograph for both.");
        return reply.Outcomes is null ? null : [.. reply.Outcomes.Select(digit => (SinkOutcome)(digit - '0'))];
    }

    public async Task<long> CountAsync(SeriesKey series, TimeRange range, CancellationToken cancel) =>
        (await AskAsync(new SinkRequest(Count: new SinkCount(series.Location, series.Metric, range.From.Microseconds, range.To.Microseconds)), cancel)).Count;

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    /// <summary>False if the server is about to stop.</summary>
    private async Task<bool> BeginAsync(CancellationToken cancel)
    {
        ControlReply reply = await ExchangeAsync(
            async token =>
            {
                await ControlLine.WriteAsync(_connection.Stream, new ControlRequest([SinkRequest.Word], "", 0), ControlJson.Default.ControlRequest, token);
                return await ControlLine.ReadAsync(_connection.Stream, ControlLine.MaxReplyBytes, ControlJson.Default.ControlReply, token);
            },
            cancel);
        if (reply.NotDone)
            return false;
        return reply.Exit == ExitCode.Success ? true : throw new CommandFailedException(reply.Err.TrimEnd('\n'));
    }

    private async Task<SinkReply> AskAsync(SinkRequest request, CancellationToken cancel)
    {
        SinkReply reply = await ExchangeAsync(
            async token =>
            {
                await ControlLine.WriteAsync(_connection.Stream, request, ControlJson.Default.SinkRequest, token);
                return await ControlLine.ReadAsync(_connection.Stream, SinkRequest.MaxBytes, ControlJson.Default.SinkReply, token);
            },
            cancel);
        return reply.Problem is null ? reply : throw new CommandFailedException($"The running server cannot go on: {reply.Problem}");
    }

    private async Task<T> ExchangeAsync<T>(Func<CancellationToken, Task<T?>> exchange, CancellationToken cancel)
        where T : class
    {
        using var timeout = new CancellationTokenSource(ReplyTimeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, timeout.Token);
        try
        {
            return await exchange(either.Token) ?? throw Interrupted("ended");
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw Interrupted("ended");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw Interrupted("did not answer for a minute");
        }
    }

    private static CommandFailedException Interrupted(string what) => new(
        $"The server {what} in the middle of the import. What it had taken is stored; run the same import again, and it only adds what is missing.");

    private static SinkAppend Columns(ReadOnlySpan<SinkSample> samples)
    {
        var places = new Dictionary<(SeriesKey, string?), int>();
        var series = new List<SinkSeries>();
        int[] of = new int[samples.Length];
        long[] times = new long[samples.Length];
        double[] values = new double[samples.Length];
        for (int i = 0; i < samples.Length; i++)
        {
            SinkSample sample = samples[i];
            if (!places.TryGetValue((sample.Key, sample.Unit), out of[i]))
            {
                places[(sample.Key, sample.Unit)] = of[i] = series.Count;
                series.Add(new SinkSeries(sample.Key.Location, sample.Key.Metric, sample.Unit));
            }
            times[i] = sample.Time.Microseconds;
            values[i] = sample.Value;
        }
        return new SinkAppend(series, of, times, values);
    }
}
