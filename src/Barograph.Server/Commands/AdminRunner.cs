using System.CommandLine;
using Barograph.Server.Commands.Control;
using Barograph.Server.Config;
using Barograph.Storage;

namespace Barograph.Server.Commands;

/// <summary>
/// Runs an admin command where its store is: with SQLite in the running server, through the control socket, and without a server in this process;
/// with PostgreSQL always in this process.
/// </summary>
public sealed class AdminRunner(CommandHost host, AdminCommandTree tree, IReadOnlyList<string> args)
{
    /// <summary>A server that is just starting or stopping holds the file without answering; this is how long that may take.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public async Task<int> RunAsync(AdminCommand command, ParseResult parse, CancellationToken cancel)
    {
        Settings settings = tree.ReadSettings(parse, host);
        string input = await PasswordAsync(command, parse, cancel);
        using var signals = new TerminationSignals(cancel);
        var run = new AdminRun(command, parse, settings, input);
        return settings.Store.Kind == StoreKind.Sqlite
            ? await RunOnSqliteAsync(run, signals.Token)
            : await TryRunHereAsync(run, isLast: true, signals.Token) ?? ExitCode.Failure;
    }

    private async Task<string> PasswordAsync(AdminCommand command, ParseResult parse, CancellationToken cancel)
    {
        if (command.Prompt(parse) is not { } prompt)
            return "";
        if (command.PasswordOption is { } option && parse.GetValue(option))
            return await PasswordInput.ReadLineAsync(host.In, cancel);
        if (host.AskPassword is { } ask)
            return ask(prompt);
        throw new CommandFailedException("A password is needed and nobody can be asked for it; give it on standard input with --password-stdin.", ExitCode.Usage);
    }

    private async Task<int> RunOnSqliteAsync(AdminRun run, CancellationToken cancel)
    {
        string path = run.Settings.Store.Value;
        string? socket = ControlSocketPath.For(path);
        var request = new ControlRequest(args, run.Input, host.Width);
        long start = host.Clock.GetTimestamp();
        while (true)
        {
            if (socket is not null && await ControlSocketClient.TryAskAsync(socket, request, host.Clock, cancel) is { } reply)
                return Pass(reply);
            if (!File.Exists(path))
                throw new CommandFailedException(NotFound(run.Settings));
            bool isLast = host.Clock.GetElapsedTime(start) >= Patience;
            if (await TryRunHereAsync(run, isLast, cancel) is { } exit)
                return exit;
            await Task.Delay(Pause, host.Clock, cancel);
        }
    }

    /// <summary>Null if the store cannot be opened just now, and there is still time to try again.</summary>
    private async Task<int?> TryRunHereAsync(AdminRun run, bool isLast, CancellationToken cancel)
    {
        // The doctor wants to see what another command would refuse.
        await using IStore store = run.Command.IsDoctor
            ? run.Settings.Store.OpenForDoctor(run.Settings.Part, host.Clock)
            : run.Settings.Store.OpenForAdmin(run.Settings.AllowOverprivileged, host.Clock);
        try
        {
            await store.OpenAsync(cancel);
        }
        catch (StorageUnavailableException) when (!isLast)
        {
            return null;
        }
        var context = new AdminContext
        {
            Store = store,
            Clock = host.Clock,
            Out = host.Out,
            Error = host.Error,
            In = new StringReader(run.Input),
            Settings = run.Settings,
            Json = IsJson(run.Parse),
            Width = host.Width,
        };
        return await run.Command.RunAsync(run.Parse, context, cancel);
    }

    private int Pass(ControlReply reply)
    {
        host.Out.Write(reply.Out);
        host.Error.Write(reply.Err);
        return reply.Exit;
    }

    private bool IsJson(ParseResult parse) => parse.GetValue(tree.StoreOptions.Json);

    /// <summary>The sentence for a store that is not there.</summary>
    internal static string NotFound(Settings settings) =>
        $"There is no store at {settings.Store}. Looked at: {string.Join("; ", settings.StoreSearch)}. "
        + "Name the store with --store, or start the server once, which makes it.";

    private sealed record AdminRun(AdminCommand Command, ParseResult Parse, Settings Settings, string Input);
}
