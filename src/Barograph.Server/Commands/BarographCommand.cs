using System.CommandLine;
using System.CommandLine.Invocation;
using Barograph.Server.Commands.Checks;
using Barograph.Server.Commands.Export;
using Barograph.Server.Commands.Import;
using Barograph.Server.Config;
using Barograph.Storage;

namespace Barograph.Server.Commands;

/// <summary>The command line of <c>barograph</c>. Serving is the default.</summary>
public static class BarographCommand
{
    /// <summary>Runs the command line of this process.</summary>
    public static Task<int> RunAsync(IReadOnlyList<string> args, Func<Settings, CancellationToken, Task<int>> serve) =>
        RunAsync(args, CommandHost.OfProcess(serve), CancellationToken.None);

    /// <returns>The exit code, 0 only on success.</returns>
    public static Task<int> RunAsync(IReadOnlyList<string> args, CommandHost host, CancellationToken cancel)
    {
        // All text for people goes through here once, so nothing from a store or a command line reaches the terminal as a control character.
        var safe = host with { Out = new CleanWriter(host.Out), Error = new CleanWriter(host.Error) };
        return CommandErrors.RunAsync(() => ParseAndRunAsync(args, safe, cancel), safe.Error, e => $"barograph failed in a way it should not: {e}");
    }

    private static Task<int> ParseAndRunAsync(IReadOnlyList<string> args, CommandHost host, CancellationToken cancel)
    {
        var tree = new AdminCommandTree();
        var serve = new Command("serve", "Run the server (what barograph does without a command, too)");
        tree.ServeOptions.AddTo(serve);
        tree.Root.Subcommands.Insert(0, serve);
        tree.Root.Add(PostgresCommands.Build(host));
        tree.Root.Add(HealthCommand.Build(tree, host));
        tree.Root.Add(ImportCommand.Build(host, tree));
        tree.Root.Add(ExportCommand.Build(host, tree));
        tree.Root.Add(MigrateStoreCommand.Build(host));
        BackupCommands.AddTo(tree, host);
        foreach (Command command in new[] { tree.Root, serve })
            command.SetAction((parse, stop) => ServeAsync(tree, parse, host, stop));
        foreach (AdminCommand command in tree.Commands)
            command.Syntax.SetAction((parse, stop) => command.IsDoctor
                ? new DoctorRun(host, tree, args).RunAsync(parse, stop)
                : new AdminRunner(host, tree, args).RunAsync(command, parse, stop));

        ParseResult parse = tree.Parse(args);
        if (parse.Action is ParseErrorAction)
            throw new CommandFailedException(Problem(parse), ExitCode.Usage);
        var invocation = new InvocationConfiguration
        {
            Output = host.Out,
            Error = host.Error,
            EnableDefaultExceptionHandler = false,
            // Its own handling gives up 2 s after a signal; a server needs longer to answer what is in flight.
            ProcessTerminationTimeout = null,
        };
        return parse.InvokeAsync(invocation, cancel);
    }

    private static async Task<int> ServeAsync(AdminCommandTree tree, ParseResult parse, CommandHost host, CancellationToken cancel)
    {
        Settings settings = tree.ReadSettings(parse, host);
        if (settings.Part != ServerPart.All && settings.Store.Kind == StoreKind.Sqlite)
            throw new CommandFailedException(
                "A SQLite file has one server process, so its part can only be \"all\". To run in two parts take PostgreSQL: barograph postgres setup.", ExitCode.Usage);
        using var signals = new TerminationSignals(cancel);
        return await host.Serve(settings, signals.Token);
    }

    private static string Problem(ParseResult parse)
    {
        string problems = string.Join(' ', parse.Errors.Select(error => error.Message.TrimEnd('.') + "."));
        var path = new Stack<string>();
        for (Symbol? symbol = parse.CommandResult.Command; symbol is not null and not RootCommand; symbol = symbol.Parents.FirstOrDefault())
            path.Push(symbol.Name);
        path.Push("barograph");
        return $"{problems} See: {string.Join(' ', path)} --help";
    }
}
