using System.CommandLine;
using System.Text;
using Barograph.Model;
using Barograph.Server.Export;

namespace Barograph.Server.Commands.Export;

/// <summary><c>barograph export</c>. It runs in the process that was typed and only reads, beside a server too.</summary>
public static class ExportCommand
{
    public static Command Build(CommandHost host, AdminCommandTree tree)
    {
        var location = new Option<string>("--location") { Description = "Of this location; * stands for any characters (default all)", HelpName = "L" };
        var metric = new Option<string>("--metric") { Description = "Of this metric; * stands for any characters (default all)", HelpName = "M" };
        var from = new Option<string>("--from") { Description = "From this time on: 2026-11-22T21:45:13Z or Unix seconds (default the first)", HelpName = "T" };
        var to = new Option<string>("--to") { Description = "Before this time (default open end)", HelpName = "T" };
        var format = new Option<string>("--format") { Description = "csv (default) or ndjson", HelpName = "FORMAT" };
        var output = new Option<string>("--output") { Description = "Make this file, which must not be there yet, instead of writing to standard output", HelpName = "FILE" };
        var export = new Command("export", "Write readings out as CSV or as lines of JSON, beside the running server or without one")
        {
            location, metric, from, to, format, output,
        };
        tree.StoreOptions.AddTo(export);
        export.SetAction((parse, cancel) =>
        {
            var range = new TimeRange(Time("--from", parse.GetValue(from)) ?? Instant.MinValue, Time("--to", parse.GetValue(to)) ?? Instant.MaxValue);
            var wish = new ExportWish(
                parse.GetValue(location), parse.GetValue(metric), range, Format(parse.GetValue(format)), parse.GetValue(output),
                parse.GetValue(tree.StoreOptions.Json));
            if (wish is { Json: true, Output: null })
                throw new CommandFailedException("--json tells about the file of --output. For readings as JSON use --format ndjson.", ExitCode.Usage);
            return new ExportRun(host, tree.ReadSettings(parse, host)).RunAsync(wish, cancel);
        });
        return export;
    }

    private static ExportFormat Format(string? name) => name is null
        ? ExportFormat.Csv
        : ExportFormat.All.FirstOrDefault(format => format.Name == name)
            ?? throw new CommandFailedException($"--format takes csv or ndjson, not \"{name}\".", ExitCode.Usage);

    private static Instant? Time(string option, string? text)
    {
        if (text is null)
            return null;
        if (Instant.TryParse(text, out Instant time) || Instant.TryFromUnixSeconds(Encoding.UTF8.GetBytes(text), out time))
            return time;
        throw new CommandFailedException($"{option} takes a time with its offset, such as 2026-11-22T21:45:13Z, or Unix seconds; not \"{text}\".", ExitCode.Usage);
    }
}
