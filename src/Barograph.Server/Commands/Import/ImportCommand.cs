using System.CommandLine;
using Barograph.Server.Config;

namespace Barograph.Server.Commands.Import;

/// <summary><c>barograph import</c>. It runs in the process that was typed, even beside a server: the source is read with this user's rights.</summary>
public static class ImportCommand
{
    public static Command Build(CommandHost host, AdminCommandTree tree)
    {
        var connection = new Option<string>("--postgres-table")
        {
            Description = "Read a table of this PostgreSQL database, such as \"Host=/var/run/postgresql;Database=weather\" (or in BAROGRAPH_POSTGRES_TABLE)",
            HelpName = "CONN",
        };
        var table = new Option<string>("--table") { Description = "The table (or view), with or without its schema", HelpName = "NAME" };
        var zone = new Option<string>("--time-zone") { Description = "Whose clock the times are of, if they do not say: Europe/Berlin, UTC", HelpName = "ZONE" };
        var location = new Option<string>("--location") { Description = "The location of rows that have none", HelpName = "L" };
        var locations = new Option<string[]>("--locations")
        {
            Description = "Take only the rows of these locations", HelpName = "L", AllowMultipleArgumentsPerToken = true,
        };
        var import = new Command("import", "Take over readings; what is stored already is recognised, so it may be run again at any time")
        {
            connection, table, zone, location, locations,
        };
        tree.StoreOptions.AddTo(import);
        import.SetAction(async (parse, cancel) =>
        {
            Settings settings = tree.ReadSettings(parse, host);
            var wish = new ImportWish
            {
                Connection = Connection(parse.GetValue(connection), host),
                Table = parse.GetValue(table) ?? throw new CommandFailedException("Name the table with --table, for example --table esp32data.", ExitCode.Usage),
                TimeZone = parse.GetValue(zone),
                Location = parse.GetValue(location) is { } text ? DeviceAdd.Location(text, "--location") : null,
                OnlyLocations = [.. (parse.GetValue(locations) ?? []).Select(one => DeviceAdd.Location(one, "--locations"))],
                Json = parse.GetValue(tree.StoreOptions.Json),
            };
            using var signals = new TerminationSignals(cancel);
            return await new TableImport(host, settings).RunAsync(wish, signals.Token);
        });
        return import;
    }

    private static string Connection(string? typed, CommandHost host)
    {
        string given = typed ?? host.Environment.Find(SettingKeys.PostgresTable)?.Text ?? throw new CommandFailedException(
            "Name the database that holds the table with --postgres-table, for example --postgres-table \"Host=/var/run/postgresql;Database=weather\".",
            ExitCode.Usage);
        return ConnectionOption.Read(given, "--postgres-table");
    }
}
