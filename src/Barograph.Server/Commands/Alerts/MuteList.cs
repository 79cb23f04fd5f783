using Barograph.Model;
using Barograph.Server.Http.Alerts;

namespace Barograph.Server.Commands;

/// <summary><c>barograph mute list</c></summary>
public static class MuteList
{
    public static async Task<int> RunAsync(AdminContext context, CancellationToken cancel)
    {
        Instant now = Instant.Now(context.Clock);
        IReadOnlyList<MuteShown> mutes = [.. (await context.Store.AlertRules.ListMutesAsync(cancel)).Where(mute => mute.Until is not { } until || until > now).Select(Shown)];
        if (context.Json)
            CommandJson.Write(context.Out, mutes, CommandJson.Default.IReadOnlyListMuteShown);
        else if (mutes.Count == 0)
            context.Out.Write("Nothing is muted.\n");
        else
            Print(context, mutes);
        return ExitCode.Success;
    }

    internal static MuteShown Shown(AlertMute mute) => new(
        mute.Id, mute.Pattern.ToString(), mute.Sort is { } sort ? AlertWords.Of(sort) : null, mute.Until is { } until ? TerminalText.Of(until) : null, mute.Reason, mute.CreatedBy);

    private static void Print(AdminContext context, IReadOnlyList<MuteShown> mutes)
    {
        var table = new TextTable("NUMBER", "SERIES", "ONLY", "UNTIL", "WHY", "BY");
        foreach (MuteShown mute in mutes)
            table.Add(TerminalText.Of(mute.Id), TerminalText.Clean(mute.Series), mute.Sort ?? "", mute.Until ?? "it is removed", TerminalText.Clean(mute.Reason), TerminalText.Clean(mute.CreatedBy));
        table.WriteTo(context.Out, context.Width);
    }
}
