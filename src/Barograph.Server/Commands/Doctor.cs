using Barograph.Server.Config;
using Barograph.Storage;

namespace Barograph.Server.Commands;

/// <summary>The findings of <c>barograph doctor</c> that the process with the open store makes; <see cref="Checks.DoctorRun"/> adds the others.</summary>
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
        return Print(context.Out, [.. findings.Select(Shown)], context.Json, context.Width);
    }

    public static FindingShown Shown(Finding finding) => new(Labels.Of(finding.Level), finding.Subject, finding.Text);

    /// <summary>Prints findings, and returns the exit code that they deserve: a failure if there is a fault.</summary>
    public static int Print(TextWriter output, IReadOnlyList<FindingShown> findings, bool json, int width)
    {
        if (json)
            CommandJson.Write(output, findings, CommandJson.Default.IReadOnlyListFindingShown);
        else
        {
            var table = new TextTable("STATE", "SUBJECT", "FINDING");
            foreach (FindingShown finding in findings)
                table.Add(finding.Level, finding.Subject, finding.Text);
            table.WriteTo(output, width);
        }
        return findings.Any(finding => finding.Level == Labels.Of(FindingLevel.Fault)) ? ExitCode.Failure : ExitCode.Success;
    }

    private static Finding Server(AdminContext context) => new(FindingLevel.Fine, "doctor", context switch
    {
        { InServer: true } => "The server is running, and made the checks of the store itself.",
        { Settings.Store.Kind: StoreKind.Sqlite } => "No server is running on this store; these checks opened it themselves.",
        _ => "These checks opened the database themselves, with the rights of this store's login.",
    });
}
