using Barograph.Server.Config;
using Barograph.Storage;

namespace Barograph.Server.Commands;

/// <summary><c>barograph doctor</c>: what the store says about itself, and what surrounds it. Fails if there is a fault.</summary>
public static class Doctor
{
    public static async Task<int> RunAsync(AdminContext context, CancellationToken cancel)
    {
        List<Finding> findings =
        [
            new(FindingLevel.Fine, "store", context.Store.Description),
            Server(context),
            new(FindingLevel.Fine, "part", context.Settings.Part.Describe()),
            await Surroundings.ClockAsync(context, cancel),
            .. await Surroundings.SocketsAsync(context, cancel),
            .. await context.Store.ExamineAsync(cancel),
        ];
        return Print(context.Out, findings, context.Json, context.Width);
    }

    /// <summary>Prints findings, and returns the exit code that they deserve.</summary>
    public static int Print(TextWriter output, IReadOnlyList<Finding> findings, bool json, int width)
    {
        if (json)
        {
            IReadOnlyList<FindingShown> shown = [.. findings.Select(f => new FindingShown(Labels.Of(f.Level), f.Subject, f.Text))];
            CommandJson.Write(output, shown, CommandJson.Default.IReadOnlyListFindingShown);
        }
        else
        {
            var table = new TextTable("STATE", "SUBJECT", "FINDING");
            foreach (Finding finding in findings)
                table.Add(Labels.Of(finding.Level), finding.Subject, finding.Text);
            table.WriteTo(output, width);
        }
        return findings.Any(finding => finding.Level == FindingLevel.Fault) ? ExitCode.Failure : ExitCode.Success;
    }

    private static Finding Server(AdminContext context) => new(FindingLevel.Fine, "doctor", context switch
    {
        { InServer: true } => "The server is running, and made these checks itself.",
        { Settings.Store.Kind: StoreKind.Sqlite } => "No server is running on this store; these checks opened it themselves.",
        _ => "These checks opened the database themselves, with the rights of this store's login.",
    });
}
