using System.CommandLine;
using System.Globalization;
using Barograph.Model;
using Barograph.Server.Reports;
using Barograph.Storage;

namespace Barograph.Server.Commands;

/// <summary><c>barograph retention</c>: how long single readings are kept, and what another answer would do.</summary>
public static class RetentionCommand
{
    private const string Forever = "forever";

    public static AdminCommand Build(StoreOptions storeOptions)
    {
        var raw = new Option<string>("--raw") { Description = "Keep single readings for so long: 90d, 52w, 2y, or forever (summaries of 5 minutes and of 1 hour stay in any case)", HelpName = "TIME" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say what --raw would do" };
        var syntax = new Command("retention", "Show or set how long single readings are kept, and when the disk will be full") { raw, dryRun };
        storeOptions.AddTo(syntax);
        return new AdminCommand(syntax, (parse, context, cancel) => RunAsync(context, parse.GetValue(raw), parse.GetValue(dryRun), cancel));
    }

    private static async Task<int> RunAsync(AdminContext context, string? raw, bool dryRun, CancellationToken cancel)
    {
        if (dryRun && raw is null)
            throw new CommandFailedException("--dry-run tries an answer out; give one with --raw, for example --raw 2y.", ExitCode.Usage);
        RetentionPlan plan = raw is null ? await context.Store.Retention.ReadAsync(cancel) : Parse(raw);
        Instant now = Instant.Now(context.Clock);
        RetentionForecast forecast = await context.Store.Upkeep.ForecastAsync(plan.DropBefore(now) ?? Instant.MinValue, cancel);
        if (raw is not null && !dryRun)
            await context.Store.Retention.SetAsync(plan, cancel);
        if (context.Json)
            CommandJson.Write(context.Out, Show(plan, forecast, now), CommandJson.Default.RetentionShown);
        else
            Print(context.Out, plan, forecast, raw is null ? Tense.Now : dryRun ? Tense.Would : Tense.Will, now);
        return ExitCode.Success;
    }

    private enum Tense
    {
        Now,
        Would,
        Will,
    }

    private static RetentionPlan Parse(string text)
    {
        if (text == Forever)
            return RetentionPlan.KeepAll;
        if (!DurationText.TryParse(text, out TimeSpan kept) || kept != TimeSpan.FromDays(kept.Days))
            throw new CommandFailedException("--raw takes whole days, weeks or years, such as 90d, 52w or 2y, up to ten years, or forever.", ExitCode.Usage);
        if (kept.Days < RetentionPlan.LeastDays)
            throw new CommandFailedException("Keep single readings for at least 31d: boards may deliver theirs up to 30 days late.", ExitCode.Usage);
        return new RetentionPlan(kept.Days);
    }

    internal static RetentionShown Show(RetentionPlan plan, RetentionForecast forecast, Instant now) => new(
        plan.RawDays, forecast.RawFrom is { } from ? TerminalText.Of(from) : null, forecast.Samples, forecast.Bytes, forecast.StoreBytes,
        forecast.BytesPerDay, forecast.FreeDiskBytes, StoreRoom.Of(forecast, now).FullAt);

    private static void Print(TextWriter output, RetentionPlan plan, RetentionForecast forecast, Tense tense, Instant now)
    {
        string kept = plan.RawDays is { } days ? string.Create(CultureInfo.InvariantCulture, $"for {days} days") : "for ever";
        output.Write($"Single readings {(tense switch { Tense.Now => "are", Tense.Would => "would be", _ => "are from now on" })} kept {kept}; their summaries of 5 minutes and 1 hour stay for ever.\n");
        if (plan.RawDays is not null && forecast.Samples > 0)
            output.Write(string.Create(CultureInfo.InvariantCulture,
                $"{(tense == Tense.Would ? "Would go" : "Go within the hour")}: {forecast.Samples:N0} readings from before {TerminalText.Of(forecast.RawFrom!.Value)}, about {StoreRoom.Size(forecast.Bytes)}{(forecast.BytesAreReused ? ", which new readings will use (the file does not get smaller)" : "")}.\n"));
        else if (plan.RawDays is not null)
            output.Write("No reading is old enough to go.\n");
        if (plan.RawDays is not null && forecast.HeldBack is { } why)
            output.Write(why + "\n");
        foreach (string line in StoreRoom.Of(forecast, now).Lines())
            output.Write(line + "\n");
    }
}
