using System.CommandLine;
using Barograph.Server.Config;

namespace Barograph.Server.Commands;

/// <summary><c>barograph migrate-store</c>. It runs in the process that was typed, on two stores that no server uses.</summary>
public static class MigrateStoreCommand
{
    public static Command Build(CommandHost host)
    {
        var from = new Option<string>("--from") { Description = "The store that is there: sqlite:PATH or postgres:CONNECTION-STRING; it is only read", HelpName = "STORE", Required = true };
        var to = new Option<string>("--to") { Description = "The store to make: a new file, or a database that postgres setup has just made", HelpName = "STORE", Required = true };
        var admin = new Option<string>("--admin")
        {
            Description = "To move into PostgreSQL: the connection string of a superuser, as for postgres setup (or in BAROGRAPH_ADMIN)", HelpName = "CONN",
        };
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        var command = new Command("migrate-store", "Move everything into a new store, of the other engine or the same, and compare the two; the server must be stopped")
        {
            from, to, admin, json,
        };
        command.SetAction(async (parse, cancel) =>
        {
            string? given = parse.GetValue(admin) ?? host.Environment.Find(SettingKeys.Admin)?.Text;
            var wish = new MoveWish(
                Address(parse.GetValue(from)!, "--from"), Address(parse.GetValue(to)!, "--to"), given is null ? null : ConnectionOption.Read(given, "--admin"),
                parse.GetValue(json));
            using var signals = new TerminationSignals(cancel);
            return await new MoveRun(host).RunAsync(wish, signals.Token);
        });
        return command;
    }

    private static StoreAddress Address(string given, string option)
    {
        var address = StoreAddress.Parse(given, out string? problem);
        return problem is null ? address : throw new CommandFailedException($"{option} cannot be used. {problem}", ExitCode.Usage);
    }
}
