using Barograph.Ingest;
using Barograph.Model;
using Barograph.Server.Config;
using Barograph.Server.Notify;
using Barograph.Server.Reports;
using Barograph.Server.Running;
using Barograph.Storage;

namespace Barograph.Server.Alerts;

/// <summary>All of alerts that runs beside the requests: judging, sending, the monthly drill, the weekly report, and forgetting what is long over.</summary>
public sealed class Alerting : IDisposable
{
    private static readonly TimeSpan ReportsEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LookEvery = TimeSpan.FromHours(1);
    private static readonly TimeSpan Kept = TimeSpan.FromDays(2 * 366);

    private readonly IStore _store;
    private readonly Settings _settings;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly HttpSending _http = new();
    private readonly Notifiers _notifiers;
    private readonly AlertEvaluator _evaluator;
    private readonly OutboxSender _sender;

    public Alerting(IStore store, ReportIntervals intervals, Settings settings, TimeProvider clock, ILoggerFactory logs)
    {
        _store = store;
        _settings = settings;
        _clock = clock;
        _log = logs.CreateLogger<Alerting>();
        _notifiers = new Notifiers(_http, clock);
        _sender = new OutboxSender(store, _notifiers, new SecretBox(settings.AlertsKey), settings.PublicUrl, clock, logs.CreateLogger<OutboxSender>()) { MaySend = () => Observer.IsListening };
        _evaluator = new AlertEvaluator(store, intervals, clock, logs.CreateLogger<AlertEvaluator>()) { OnNotices = _sender.Wake };
    }

    /// <summary>Has to be told of commits.</summary>
    public ICommitObserver Observer => _evaluator;

    /// <summary>Tells an address outside that all is well, if the settings name one; to run beside the rest.</summary>
    /// <param name="commitStep">How far the commit loop is (<see cref="IngestPipeline.CommitStep"/>).</param>
    public IEnumerable<Func<CancellationToken, Task>> Heartbeats(Func<long> commitStep) => _settings.HeartbeatUrl is { } url
        ? [new Heartbeat(new Vitals(_store, commitStep, _evaluator, _sender, _clock), _http, url, _settings.HeartbeatEvery, _clock, _log).RunAsync]
        : [];

    /// <summary>Runs until cancelled; the store must be open.</summary>
    public async Task RunAsync(CancellationToken cancel) => await Together.RunAsync([_evaluator.RunAsync(cancel), _sender.RunAsync(cancel), KeepAsync(cancel), ReportAsync(cancel)], cancel);

    public void Dispose() => _http.Dispose();

    private async Task KeepAsync(CancellationToken cancel)
    {
        Drill drill = new(_store, _clock);
        using PeriodicTimer timer = new(LookEvery, _clock);
        while (await timer.WaitForNextTickAsync(cancel))
        {
            if (!_evaluator.IsHolder)
                continue;
            try
            {
                if (await drill.BeginDueAsync(cancel))
                    _sender.Wake();
                await _store.Episodes.PruneAsync(Instant.Now(_clock) - Kept, cancel);
            }
            catch (StorageUnavailableException away)
            {
                _log.LogWarning("The monthly drill has to wait: {Reason}", away.Message);
            }
        }
    }

    private async Task ReportAsync(CancellationToken cancel)
    {
        WeeklySchedule schedule = new(_store, _clock);
        using PeriodicTimer timer = new(ReportsEvery, _clock);
        while (await timer.WaitForNextTickAsync(cancel))
        {
            try
            {
                if (_evaluator.IsHolder && await schedule.WriteDueAsync(cancel))
                    _sender.Wake();
            }
            catch (Exception e) when (e is StorageUnavailableException or TooManySamplesException)
            {
                _log.LogWarning("The weekly report has to wait: {Reason}", e.Message);
            }
        }
    }
}
