using System.Diagnostics.Metrics;
using Barograph.Storage;

namespace Barograph.Server.Figures;

/// <summary>A writer that measures how long each append takes: once a transaction, not once a report.</summary>
public sealed class CommitTimer : ISampleWriter
{
    private static readonly KeyValuePair<string, object?> Stored = new("outcome", "stored");
    private static readonly KeyValuePair<string, object?> Collided = new("outcome", "collided");
    private static readonly KeyValuePair<string, object?> Failed = new("outcome", "failed");

    private readonly ISampleWriter _writer;
    private readonly Histogram<double> _durations;
    private readonly TimeProvider _clock;

    public CommitTimer(ISampleWriter writer, Meter meter, TimeProvider clock)
    {
        _writer = writer;
        _clock = clock;
        _durations = meter.CreateHistogram(
            "barograph.commit.duration", "s", "How long the transactions of ingest took, until they were on disk.", tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });
    }

    public async ValueTask<AppendResult> AppendAsync(SampleBatch batch, CancellationToken cancel)
    {
        long began = _clock.GetTimestamp();
        KeyValuePair<string, object?> outcome = Failed;
        try
        {
            AppendResult result = await _writer.AppendAsync(batch, cancel);
            outcome = result.Stored ? Stored : Collided;
            return result;
        }
        finally
        {
            _durations.Record(_clock.GetElapsedTime(began).TotalSeconds, outcome);
        }
    }
}
