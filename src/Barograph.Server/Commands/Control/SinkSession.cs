using Barograph.Ingest;
using Barograph.Model;
using Barograph.Server.Commands.Import;
using Barograph.Storage;

namespace Barograph.Server.Commands.Control;

/// <summary>The server's side of an import: appends what comes, message by message, each durable before its reply.</summary>
internal sealed class SinkSession(Stream stream, ISampleSink sink)
{
    /// <summary>
    /// Runs until the client ends the connection or the server stops. Between messages it waits without a limit: a client may be reading a slow
    /// source, and who can open this socket owns the server.
    /// </summary>
    /// <exception cref="InvalidDataException">The client does not speak our form.</exception>
    public async Task RunAsync(CancellationToken stopping)
    {
        while (await ControlLine.ReadAsync(stream, SinkRequest.MaxBytes, ControlJson.Default.SinkRequest, stopping) is { } request)
        {
            SinkReply reply = await ReplyAsync(request);
            // A few kB, one reply at a time: the kernel takes them even from a client that does not read.
            await ControlLine.WriteAsync(stream, reply, ControlJson.Default.SinkReply, CancellationToken.None);
        }
    }

    // Not cancelled by a stop: what has begun is carried through and answered.
    private async Task<SinkReply> ReplyAsync(SinkRequest request)
    {
        try
        {
            return request switch
            {
                { Append: { } append, Count: null } => await AppendAsync(Checked(append)),
                { Append: null, Count: { } count } => new SinkReply(await sink.CountAsync(
                    Checked(count.Location, count.Metric), new TimeRange(new Instant(count.From), new Instant(count.To)), CancellationToken.None)),
                _ => throw new InvalidDataException("A message of an import must append or count."),
            };
        }
        catch (Exception e) when (e is CommandFailedException or StorageUnavailableException or BatchRefusedException)
        {
            return new SinkReply(0, Problem: e.Message);
        }
    }

    private async Task<SinkReply> AppendAsync(SinkSample[] samples)
    {
        IReadOnlyList<SinkOutcome>? outcomes = await sink.AppendAsync(samples, CancellationToken.None);
        return new SinkReply(samples.Length, outcomes is null ? null : string.Concat(outcomes.Select(outcome => (char)('0' + (int)outcome))));
    }

    // A sink trusts its caller, and a client is not one to be trusted with what is written for ever.
    private static SinkSample[] Checked(SinkAppend append)
    {
        int length = append.Of.Length;
        if (length > SinkRequest.MaxSamples || append.Times.Length != length || append.Values.Length != length)
            throw new InvalidDataException("The columns of an import's message are too long or of different lengths.");
        SeriesKey[] keys = [.. append.Series.Select(series => Checked(series.Location, series.Metric))];
        string?[] units = [.. append.Series.Select(series => series.Unit)];
        if (units.Any(unit => unit is not null && !Units.IsAcceptable(unit)))
            throw new InvalidDataException("A unit of an import's message is not valid.");
        var samples = new SinkSample[length];
        for (int i = 0; i < length; i++)
        {
            int series = append.Of[i];
            var time = new Instant(append.Times[i]);
            if (series < 0 || series >= keys.Length || time < IngestLimits.EarliestTime || time > Instant.MaxValue || !double.IsFinite(append.Values[i]))
                throw new InvalidDataException("A sample of an import's message is out of bounds.");
            samples[i] = new SinkSample(keys[series], units[series], time, append.Values[i]);
        }
        return samples;
    }

    private static SeriesKey Checked(string location, string metric) =>
        LocationKey.TryNormalize(location, out string? key, out _) && key == location && MetricName.TryNormalize(metric, out string? name) && name == metric
            ? new SeriesKey(location, metric)
            : throw new InvalidDataException("A series of an import's message has no valid name.");
}
