using System.CommandLine;
using Barograph.Server.Config;

namespace Barograph.Server.Commands.Import;

/// <summary><c>barograph import</c>. It runs in the process that was typed, even beside a server: the source is read with this user's rights.</summary>
public static class ImportCommand
{
    public static Command Build(CommandHost host, AdminCommandTree tree)
    {
        var file = new Argument<string?>("FILE")
        {
            Description = "A file of CSV or of lines of JSON, as export writes them; .gz too; - for standard input", Arity = ArgumentArity.ZeroOrOne,
        };
        var format = new Option<string>("--format") { Description = "csv or ndjson, if the name of the file does not say it", HelpName = "FORMAT" };
        var rejected = new Option<string>("--rejected") { Description = "Where lines that cannot be taken are written (default FILE.rejected.csv)", HelpName = "FILE" };
        var connection = new Option<string>("--postgres-table")
        {
            Description = "Read a table of this PostgreSQL database, such as \"Host=/var/run/postgresql;Database=weather\" (or in BAROGRAPH_POSTGRES_TABLE)",
            HelpName = "CONN",
        };
        var table = new Option<string>("--table") { Description = "The table (or view), with or without its schema", HelpName = "NAME" };
        var choices = new ImportChoices();
        var import = new Command("import", "Take over readings; what is stored already is recognised, so it may be run again at any time")
        {
            file, format, rejected, connection, table,
        };
        choices.AddTo(import);
        tree.StoreOptions.AddTo(import);
        import.SetAction(async (parse, cancel) =>
        {
            Settings settings = tree.ReadSettings(parse, host);
            ImportWish wish = choices.Read(parse, parse.GetValue(tree.StoreOptions.Json));
            using var signals = new TerminationSignals(cancel);
            if (parse.GetValue(file) is not { } path)
            {
                Demand(parse, "FILE", format, rejected);
                return await new TableImport(host, settings).RunAsync(Table(parse.GetValue(connection), parse.GetValue(table), host), wish, signals.Token);
            }
            Demand(parse, "--postgres-table", connection, table);
            var name = new ImportFileName(path, parse.GetValue(format), parse.GetValue(rejected));
            return await new FileImport(host, settings).RunAsync(name, wish, signals.Token);
        });
        return import;
    }

    private static void Demand(ParseResult parse, string other, params ReadOnlySpan<Option<string>> options)
    {
        foreach (Option<string> option in options)
            if (parse.GetValue(option) is not null)
                throw new CommandFailedException($"{option.Name} goes with {other}; see: barograph import --help", ExitCode.Usage);
    }

    private static TableName Table(string? typed, string? table, CommandHost host)
    {
        string given = typed ?? host.Environment.Find(SettingKeys.PostgresTable)?.Text ?? throw new CommandFailedException(
            "Name the file to import, or with --postgres-table the database that holds a table, for example --postgres-table \"Host=/var/run/postgresql;Database=weather\".",
            ExitCode.Usage);
        return new TableName(
            ConnectionOption.Read(given, "--postgres-table"),
            table ?? throw new CommandFailedException("Name the table with --table, for example --table esp32data.", ExitCode.Usage));
    }
}
