using Barograph.Model;
using Barograph.Server.Changes;
using Barograph.Server.Http.Alerts;

namespace Barograph.Server.Commands;

/// <summary><c>barograph mute add</c></summary>
public static class MuteAdd
{
    private const string By = "the command line";

    public static async Task<int> RunAsync(AdminContext context, MuteAsked asked, CancellationToken cancel)
    {
        AlertSort? only = asked.Only is { } word && AlertWords.TrySort(word, out AlertSort sort) ? sort : null;
        MuteWish wish = new(asked.Series, only, UntilOf(asked, Instant.Now(context.Clock)), asked.Reason, By);
        AlertMute mute = await new AlertChanges(context.Store, context.Clock).AddMuteAsync(wish, cancel);
        if (context.Json)
            CommandJson.Write(context.Out, MuteList.Shown(mute), CommandJson.Default.MuteShown);
        else
            context.Out.Write(TerminalText.Clean(
                $"{mute.Pattern} is muted {(mute.Until is { } until ? "until " + TerminalText.Of(until) : "until you remove it")}: barograph mute remove {TerminalText.Of(mute.Id)}") + "\n");
        return ExitCode.Success;
    }

    private static Instant? UntilOf(MuteAsked asked, Instant now)
    {
        if (asked.For is not null && asked.Until is not null)
            throw new CommandFailedException("Give --for or --until, not both.", ExitCode.Usage);
        if (asked.For is { } text)
            return DurationText.TryParse(text, out TimeSpan span) && span > TimeSpan.Zero ? now + span : throw new CommandFailedException("--for takes a time such as 30m, 8h or 2d.", ExitCode.Usage);
        if (asked.Until is not { } end)
            return null;
        return Instant.TryParse(end, out Instant until) ? until : throw new CommandFailedException("--until takes a time with its offset, such as 2026-12-24T18:00:00+01:00.", ExitCode.Usage);
    }
}
