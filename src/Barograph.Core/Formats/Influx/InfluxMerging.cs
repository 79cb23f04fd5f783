using System.Globalization;
using Barograph.Model;

namespace Barograph.Formats;

/// <summary>
/// Watches that two lines of one request with different tags do not end in one series: refused always where tags differ that tell series apart (their names fold to the same), and at the same time where
/// only tags differ that are not looked at.
/// </summary>
internal sealed class InfluxMerging
{
    private readonly Dictionary<(string? Source, string Metric), InfluxHead> _owners = [];
    private readonly List<InfluxHead> _heads = [];
    private HashSet<(string? Source, string Metric)>? _shared;

    /// <summary>Takes note of a report and of what its line began with.</summary>
    public void Add(Report report, InfluxHead head)
    {
        _heads.Add(head);
        for (; head.Noted < head.Metrics.Count; head.Noted++)
            Note(head, head.Metrics[head.Noted].Metric);
        // The class of an entity stands in each line.
        if (head.IsEntity)
            foreach (ReportValue value in report.Values)
                Note(head, value.Metric);
    }

    private void Note(InfluxHead head, string metric)
    {
        (string?, string) series = (head.Source, metric);
        if (!_owners.TryAdd(series, head) && _owners[series] != head)
            (_shared ??= []).Add(series);
    }

    /// <summary>Takes out of the reports what would merge.</summary>
    public void Refuse(ReportSet set)
    {
        if (_shared is null)
            return;
        Dictionary<(string? Source, string Metric, long Time), InfluxHead> taken = [];
        for (int i = 0; i < set.Reports.Count; i++)
        {
            Report report = set.Reports[i];
            InfluxHead head = _heads[i];
            report.Values.RemoveAll(value => IsRefused(set, report, head, value, taken));
        }
        set.Reports.RemoveAll(report => report.Values.Count == 0);
    }

    private bool IsRefused(ReportSet set, Report report, InfluxHead head, ReportValue value, Dictionary<(string? Source, string Metric, long Time), InfluxHead> taken)
    {
        (string?, string) series = (head.Source, value.Metric);
        if (!_shared!.Contains(series))
            return false;
        // Without a time all are of the moment of their receipt.
        (string?, string, long) sample = (head.Source, value.Metric, report.Time?.Microseconds ?? long.MinValue);
        InfluxHead owner = _owners[series];
        if (owner.Identity == head.Identity && (taken.TryAdd(sample, head) || taken[sample] == head))
            return false;
        set.Rejections.Add(new Rejection(report.Index, value.Metric, Errors.KeyDuplicate, string.Create(CultureInfo.InvariantCulture,
            $"line {report.Index + 1} and one before it have other tags, and both would be \"{value.Metric}\" at one place; name the tags that tell them apart with --location-tags")));
        return true;
    }
}
