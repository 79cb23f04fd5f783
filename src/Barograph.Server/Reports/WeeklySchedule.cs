using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Barograph.Model;
using Barograph.Server.Notify;
using Barograph.Storage;

namespace Barograph.Server.Reports;

/// <summary>
/// Puts the report of a week into the outbox on the Monday after it, once for each target that wants it: its id follows from the target and the week, so that two servers, or one that begins again, write the same notice. For one thread.
/// </summary>
public sealed class WeeklySchedule(IStore store, TimeProvider clock)
{
    /// <summary>At seven in the morning.</summary>
    private static readonly TimeSpan Morning = TimeSpan.FromHours(7);

    /// <summary>A server that was away on Monday morning makes up for it, but not on Friday.</summary>
    private static readonly TimeSpan AtTheLatest = TimeSpan.FromDays(2);

    private readonly WeeklyReader _reader = new(store, clock);
    private readonly HashSet<string> _written = [];

    /// <summary>Writes what is due. True if there is something to be sent.</summary>
    /// <exception cref="TooManySamplesException">Readings are not summed up yet; call again.</exception>
    public async ValueTask<bool> WriteDueAsync(CancellationToken cancel)
    {
        Instant now = Instant.Now(clock);
        bool isAny = false;
        foreach (AlertTarget target in await store.Targets.ListAsync(cancel))
            if (target.IsEnabled && ReportWish.Of(target) is { } wish)
                isAny |= await WriteAsync(target, wish, now, cancel);
        return isAny;
    }

    /// <summary>A report as a notice.</summary>
    public static Notice NoticeOf(string id, AlertTarget target, WeeklyReport report, Instant now) => new(
        id, target.Id, NoticeKind.Report, [],
        (NoticeContent.Of(NoticeKind.Report, [], isUrgent: false) with { Text = WeeklyText.Of(report), Html = WeeklyPage.Of(report) }).ToJson(), now, now);

    private async ValueTask<bool> WriteAsync(AlertTarget target, ReportWish wish, Instant now, CancellationToken cancel)
    {
        TimeZoneInfo zone = await _reader.ZoneOfAsync(wish, cancel);
        TimeSpan late = now - (WeeklyReader.WeekOf(now, zone).From + Morning);
        if (late < TimeSpan.Zero || late >= AtTheLatest)
            return false;
        TimeRange week = WeeklyReader.WeekBefore(now, zone);
        string id = IdOf(target, DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(week.From.ToDateTime(), zone)));
        if (_written.Contains(id))
            return false;
        WeeklyReport report = await _reader.ReadAsync(wish, week, zone, cancel);
        await store.Outbox.AddAsync([NoticeOf(id, target, report, now)], cancel);
        return _written.Add(id);
    }

    // The number of a target is given once.
    private static string IdOf(AlertTarget target, DateOnly monday) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"weekly {target.Id} {monday:yyyy-MM-dd}"))))[..16];
}
