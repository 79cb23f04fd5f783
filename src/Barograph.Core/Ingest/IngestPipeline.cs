using Barograph.Model;
using Barograph.Storage;

namespace Barograph.Ingest;

/// <summary>
/// The one way in: validate, resolve series, bound, batch, commit, then tell. Whatever the dialect, a request ends here and learns what became of it.
/// Safe for any number of threads between <see cref="Start"/> and <see cref="StopAsync"/>.
/// </summary>
public sealed class IngestPipeline
{
    private readonly SeriesCache _series;
    private readonly CommitQueue _queue;
    private readonly Committer _committer;
    private readonly ReceiveClock _clock;
    private Task _committing = Task.CompletedTask;

    /// <param name="series">Finds and creates series. Its store need not be open yet; until it is, every request is told to come again.</param>
    /// <param name="writer">Where samples go, of the same store.</param>
    /// <param name="limits">The bounds.</param>
    /// <param name="clock">Gives receive times.</param>
    /// <param name="onTrouble">Told of every append that failed; must not throw.</param>
    /// <param name="observer">Told of what was committed; or null.</param>
    public IngestPipeline(
        ISeriesCatalog series, ISampleWriter writer, IngestLimits limits, ReceiveClock clock, Action<Exception> onTrouble, ICommitObserver? observer = null)
    {
        _series = new SeriesCache(series, limits.SeriesPerToken);
        _queue = new CommitQueue(limits);
        _committer = new Committer(_queue, writer, Figures, onTrouble, observer);
        _clock = clock;
        Activity = new ActivityRecorder();
    }

    /// <summary>What is learned about the devices on the way.</summary>
    public ActivityRecorder Activity { get; }

    /// <summary>What it has done since the start.</summary>
    public IngestFigures Figures { get; } = new();

    /// <summary>What waits for the next commit; the bounds are those of <see cref="IngestLimits"/>.</summary>
    public (int Requests, long Samples) Waiting => (_queue.WaitingRequests, _queue.WaitingSamples);

    /// <summary>
    /// Goes up by one when the commit loop takes a batch and when it is done with it: odd while one is being committed. The same odd number twice means that
    /// one batch has taken all the time in between, or that the loop has died.
    /// </summary>
    public long CommitStep => _committer.Step;

    public void Start() => _committing = Task.Run(_committer.RunAsync);

    /// <summary>Lets nothing more in, and returns when all that was in is committed and answered.</summary>
    public Task StopAsync()
    {
        _queue.Close();
        return _committing;
    }

    /// <summary>Forgets series that somebody else may have changed.</summary>
    public void ForgetSeries() => _series.Clear();

    /// <summary>
    /// Takes the reports of one request. When it returns without a failure, everything that the verdict counts is durable.
    /// </summary>
    /// <param name="reporter">Whose they are.</param>
    /// <param name="sent">What the dialect read; consumed.</param>
    /// <param name="cancel">The client is gone: stops waiting, not the commit.</param>
    public async ValueTask<IngestVerdict> SubmitAsync(Reporter reporter, ReportSet sent, CancellationToken cancel)
    {
        List<Rejection> rejections = sent.Rejections;
        List<SettledReport> settled = new(sent.Reports.Count);
        foreach (Report report in sent.Reports)
            if (!ReportRules.IsOfAnotherSource(report, sent.Reports[0], reporter, rejections) && ReportRules.TrySettle(report, reporter, _clock.Next(), rejections, out SettledReport ready))
                settled.Add(ready);

        IngestVerdict verdict;
        try
        {
            List<PendingReport> pending = await ResolveAsync(reporter, settled, rejections, cancel);
            verdict = await CommitAsync(pending, rejections, cancel);
        }
        catch (StorageUnavailableException)
        {
            verdict = IngestVerdict.Failed(Errors.StorageUnavailable);
        }

        if (verdict.Failure is null)
        {
            foreach (SettledReport report in settled)
                if (report.ClockFault)
                    verdict.ClockFaults += report.Report.Values.Count;
            verdict.Rejections = InOrder(rejections);
            if (reporter.Device is { } device)
                Activity.Record(device.Id, sent, verdict, _clock.Next());
        }
        Figures.Add(sent, verdict);
        return verdict;
    }

    private async ValueTask<List<PendingReport>> ResolveAsync(
        Reporter reporter, List<SettledReport> settled, List<Rejection> rejections, CancellationToken cancel)
    {
        IReadOnlyDictionary<SeriesKey, SeriesInfo> known = _series.Known;
        Dictionary<SeriesKey, SeriesInfo?>? fresh = null;
        if (Missing(settled, known) is { } wishes)
            fresh = await _series.ResolveAsync(wishes, reporter.Token.Id, cancel);

        List<PendingReport> pending = new(settled.Count);
        foreach (SettledReport report in settled)
        {
            List<Sample> samples = new(report.Report.Values.Count);
            foreach (ReportValue value in report.Report.Values)
            {
                SeriesKey key = new(report.Location, value.Metric);
                SeriesInfo? series = fresh is not null && fresh.TryGetValue(key, out SeriesInfo? made) ? made : known.GetValueOrDefault(key);
                if (Place(report, value, series, out Sample sample) is { } rejection)
                    rejections.Add(rejection);
                else
                    samples.Add(sample);
            }
            if (samples.Count > 0)
                pending.Add(new PendingReport(report.Report.Index, report.Time, report.TimeIsOurs, report.Receipt, [.. samples]));
        }
        return pending;
    }

    /// <summary>The series that are not known, or known without the unit that a report says; null when there is none, the usual case.</summary>
    private static IReadOnlyCollection<SeriesWish>? Missing(List<SettledReport> settled, IReadOnlyDictionary<SeriesKey, SeriesInfo> known)
    {
        Dictionary<SeriesKey, SeriesWish>? wishes = null;
        foreach (SettledReport report in settled)
            foreach (ReportValue value in report.Report.Values)
            {
                SeriesKey key = new(report.Location, value.Metric);
                if (known.TryGetValue(key, out SeriesInfo? series) && (value.Unit is null || series.Unit is not null))
                    continue;
                wishes ??= [];
                if (!wishes.TryGetValue(key, out SeriesWish wish) || wish.Unit is null)
                    wishes[key] = new SeriesWish(key, value.Unit);
            }
        return wishes?.Values;
    }

    private static Rejection? Place(SettledReport report, ReportValue value, SeriesInfo? series, out Sample sample)
    {
        sample = default;
        if (series is null)
            return new Rejection(report.Report.Index, value.Metric, Errors.SeriesLimit,
                "This token has made as many series as it may; ask the owner to raise the limit (seriesPerToken).");
        double number = value.Value;
        if (value.Unit is not null && series.Unit is not null && value.Unit != series.Unit
            && !(Units.TryFind(value.Unit, out Unit? sent) && Units.TryFind(series.Unit, out Unit? kept)
                && Units.TryConvert(number, sent, kept, out number)))
            return new Rejection(report.Report.Index, value.Metric, Errors.UnitMismatch,
                $"The series is kept in {series.Unit}, and {value.Unit} cannot be converted to it.");
        if (!double.IsFinite(number))
            return new Rejection(report.Report.Index, value.Metric, Errors.ValueNotFinite, $"In {series.Unit} the value is not finite.");
        sample = new Sample(series.Id, report.Time, number);
        return null;
    }

    /// <summary>By report; those of one report stay as they were found, because the first decides the answer's status.</summary>
    private static List<Rejection> InOrder(List<Rejection> rejections) =>
        rejections.Count < 2 ? rejections : [.. rejections.OrderBy(rejection => rejection.Index)];

    private async ValueTask<IngestVerdict> CommitAsync(
        List<PendingReport> pending, List<Rejection> rejections, CancellationToken cancel)
    {
        IngestVerdict verdict = new() { Rejections = rejections };
        if (pending.Count == 0)
            return verdict;

        PendingRequest request = new([.. pending]);
        if (_queue.TryEnter(request) is { } refusal)
            return IngestVerdict.Failed(refusal);
        await request.Committed.WaitAsync(cancel);

        foreach (PendingReport report in request.Reports)
        {
            verdict.Stored += report.Stored;
            verdict.Duplicates += report.Duplicates;
            verdict.Conflicts += report.Conflicts;
            if (report.IsTooOld)
                rejections.Add(new Rejection(report.Index, null, Errors.TimeTooOld,
                    "The time is before the single readings that this store keeps (barograph retention), so they are not taken any more."));
            if (report.Failure == Errors.StorageRefused)
                rejections.Add(new Rejection(report.Index, null, Errors.StorageRefused, "The database refused this report; the server's log says why."));
            else if (report.Failure is not null)
                verdict.Failure = report.Failure;
        }
        return verdict;
    }
}
