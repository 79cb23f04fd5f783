using Barograph.Model;
using Barograph.Storage;

namespace Barograph.Ingest;

/// <summary>
/// Gathers what ingest learns about devices, to be appended to the store now and then. Safe for any number of threads. Between two
/// flushes it holds one entry a device and a bounded number of rejections; what is beyond the bound is counted, only its text is lost.
/// </summary>
public sealed class ActivityRecorder
{
    private const int MaxRejections = 1_000;
    private const int MaxDetail = 200;

    private readonly Lock _lock = new();
    private Dictionary<int, DeviceActivity> _activity = [];
    private List<DeviceRejection> _rejections = [];

    internal void Record(int deviceId, ReportSet sent, IngestVerdict verdict, Instant now)
    {
        lock (_lock)
        {
            DeviceActivity before = _activity.GetValueOrDefault(deviceId) ?? new DeviceActivity(deviceId, now, 0, 0, 0, 0);
            _activity[deviceId] = before with
            {
                LastSeen = now,
                Reports = before.Reports + Math.Max(1, sent.Reports.Count),
                Samples = before.Samples + verdict.Stored,
                Rejected = before.Rejected + verdict.Rejections.Count,
                ClockFaults = before.ClockFaults + verdict.ClockFaults,
            };
            foreach (Rejection rejection in verdict.Rejections)
            {
                if (_rejections.Count >= MaxRejections)
                    break;
                _rejections.Add(new DeviceRejection(deviceId, now, rejection.Error.Code, Cut(rejection.Metric), Cut(rejection.Detail)!));
            }
        }
    }

    /// <summary>Appends what has gathered. If the store is away, it is kept and goes with the next flush.</summary>
    public async Task FlushAsync(IActivityLog log, CancellationToken cancel)
    {
        Dictionary<int, DeviceActivity> activity;
        List<DeviceRejection> rejections;
        lock (_lock)
        {
            if (_activity.Count == 0)
                return;
            (activity, _activity) = (_activity, []);
            (rejections, _rejections) = (_rejections, []);
        }
        try
        {
            await log.AppendAsync([.. activity.Values], rejections, cancel);
        }
        catch (StorageUnavailableException)
        {
            PutBack(activity, rejections);
            throw;
        }
    }

    private void PutBack(Dictionary<int, DeviceActivity> activity, List<DeviceRejection> rejections)
    {
        lock (_lock)
        {
            foreach (DeviceActivity old in activity.Values)
                _activity[old.DeviceId] = _activity.TryGetValue(old.DeviceId, out DeviceActivity? newer)
                    ? newer with
                    {
                        Reports = old.Reports + newer.Reports,
                        Samples = old.Samples + newer.Samples,
                        Rejected = old.Rejected + newer.Rejected,
                        ClockFaults = old.ClockFaults + newer.ClockFaults,
                    }
                    : old;
            rejections.AddRange(_rejections);
            _rejections = rejections.Count <= MaxRejections ? rejections : rejections[..MaxRejections];
        }
    }

    private static string? Cut(string? text) => text is null || text.Length <= MaxDetail ? text : text[..MaxDetail];
}
