using System.CommandLine;
using Barograph.Server.Config;

namespace Barograph.Server.Commands;

/// <summary>
/// <c>barograph backup</c> and <c>restore</c>. They always run in the process that was typed: only it can write where the person wants, and reading a SQLite
/// file needs no server.
/// </summary>
public static class BackupCommands
{
    public static void AddTo(AdminCommandTree tree, CommandHost host)
    {
        tree.Root.Add(Backup(tree, host));
        tree.Root.Add(Restore(tree, host));
    }

    private static Command Backup(AdminCommandTree tree, CommandHost host)
    {
        var file = new Argument<string?>("FILE")
        {
            Description = "The backup to make, a new file; without it, one named after the time, in the folder of --into", Arity = ArgumentArity.ZeroOrOne,
        };
        var into = new Option<string>("--into") { Description = "The folder for backups without a name (default DATA/backups)", HelpName = "DIR" };
        var keep = new Option<string>("--keep") { Description = "How many of those to keep, the newest (default 14)", HelpName = "N" };
        var command = new Command("backup", "Copy a SQLite store, beside the running server or without one, and compare the copy with it") { file, into, keep };
        tree.StoreOptions.AddTo(command);
        command.SetAction((parse, cancel) =>
        {
            var typed = new Dictionary<string, string>(StringComparer.Ordinal);
            ServeOptions.Collect(parse, into, SettingKeys.Backups, typed);
            ServeOptions.Collect(parse, keep, SettingKeys.BackupsKept, typed);
            if (parse.GetValue(file) is not null && typed.Count > 0)
                throw new CommandFailedException("--into and --keep are for backups without a name; leave them out, or FILE.", ExitCode.Usage);
            var run = new BackupRun(host, tree.ReadSettings(parse, host, typed), parse.GetValue(tree.StoreOptions.Json));
            return run.BackUpAsync(parse.GetValue(file), cancel);
        });
        return command;
    }

    private static Command Restore(AdminCommandTree tree, CommandHost host)
    {
        var file = new Argument<string>("FILE") { Description = "The backup; it is only read" };
        var replace = new Option<bool>("--replace") { Description = "Take the place of a store that is there, which is kept aside" };
        var command = new Command("restore", "Put a backup into the place of the SQLite store, and compare the two; the server must be stopped") { file, replace };
        tree.StoreOptions.AddTo(command);
        command.SetAction((parse, cancel) =>
        {
            var run = new BackupRun(host, tree.ReadSettings(parse, host), parse.GetValue(tree.StoreOptions.Json));
            return run.RestoreAsync(parse.GetValue(file)!, parse.GetValue(replace), cancel);
        });
        return command;
    }
}
