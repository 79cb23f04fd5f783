using System.Globalization;
using Barograph.Model;
using Barograph.Server.Changes;
using Barograph.Server.Http;
using Barograph.Server.Notify;
using Barograph.Server.Reports;
using Barograph.Storage;

namespace Barograph.Server.Commands;

/// <summary><c>barograph report weekly</c></summary>
public static class ReportWeekly
{
    public static async Task<int> RunAsync(AdminContext context, ReportAsked asked, CancellationToken cancel)
    {
        if (asked.Zone is not null && !ZoneName.TryFind(asked.Zone, out _))
            throw new CommandFailedException("--zone takes the name of a time zone, such as Europe/Berlin.", ExitCode.Usage);
        AlertTarget? target = asked.Send is null ? null : await TargetAsync(context, asked.Send, cancel);
        ReportWish wish = ((target is null ? null : ReportWish.Of(target)) ?? ReportWish.Everything).With(asked.Locations, asked.Zone);
        WeeklyReport report = await ReadAsync(context, wish, asked.Week, cancel);
        if (target is not null)
            return await SendAsync(context, target, report, cancel);
        if (context.Json)
            CommandJson.Write(context.Out, report, CommandJson.Default.WeeklyReport);
        else
            context.Out.Write(TerminalText.CleanLines(WeeklyText.Of(report)));
        return ExitCode.Success;
    }

    private static async Task<AlertTarget> TargetAsync(AdminContext context, string name, CancellationToken cancel)
    {
        AlertTarget target = (await context.Store.Targets.ListAsync(cancel)).FirstOrDefault(one => one.Name == name)
            ?? throw new CommandFailedException($"There is no target \"{name}\"; see barograph target list.");
        if (!target.IsEnabled)
            throw new CommandFailedException($"The target \"{name}\" is switched off, so nothing is sent there.");
        return TargetChanges.TakesReports(target.Kind)
            ? target
            : throw new CommandFailedException($"A report is too long for a target of the kind {TargetChanges.NameOf(target.Kind)}; take mail or a webhook.");
    }

    private static async Task<WeeklyReport> ReadAsync(AdminContext context, ReportWish wish, string? day, CancellationToken cancel)
    {
        WeeklyReader reader = new(context.Store, context.Clock);
        TimeZoneInfo zone = await reader.ZoneOfAsync(wish, cancel);
        try
        {
            return await reader.ReadAsync(wish, day is null ? WeeklyReader.WeekBefore(Instant.Now(context.Clock), zone) : WeekOf(day, zone), zone, cancel);
        }
        catch (TooManySamplesException)
        {
            throw new CommandFailedException("Many readings of that week are still being summed up; try again in some minutes.");
        }
    }

    private static TimeRange WeekOf(string day, TimeZoneInfo zone)
    {
        // Noon, which every day has once.
        if (!DateTime.TryParseExact(day + " 12", "yyyy-MM-dd HH", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime noon) || noon.Year is < 1970 or > 9000)
            throw new CommandFailedException("--week takes a day, such as 2026-11-16.", ExitCode.Usage);
        return WeeklyReader.WeekOf(Instant.FromDateTime(TimeZoneInfo.ConvertTimeToUtc(noon, zone)), zone);
    }

    private static async Task<int> SendAsync(AdminContext context, AlertTarget target, WeeklyReport report, CancellationToken cancel)
    {
        Notice notice = WeeklySchedule.NoticeOf(RandomId.New(), target, report, Instant.Now(context.Clock));
        await context.Store.Outbox.AddAsync([notice], cancel);
        return AlertDrill.Show(context, [target], await new FirstAttempts(context.Store, context.Clock).AwaitAsync([notice], cancel));
    }
}
