using System.CommandLine;
using System.Text.Json;
using Barograph.Server.Config;
using Barograph.Storage;

namespace Barograph.Server.Commands.Checks;

/// <summary>
/// <c>barograph doctor</c>: asks the process that holds the store for its findings, and adds what this process sees around it. The server cannot see that
/// itself: systemd hides the clock, most files and perhaps the network from it.
/// </summary>
public sealed class DoctorRun(CommandHost host, AdminCommandTree tree, IReadOnlyList<string> args)
{
    public async Task<int> RunAsync(ParseResult parse, CancellationToken cancel)
    {
        Settings settings = tree.ReadSettings(parse, host);
        bool json = parse.GetValue(tree.StoreOptions.Json);
        using var signals = new TerminationSignals(cancel);
        List<FindingShown> findings =
        [
            .. await OfStoreAsync(json ? args : [.. args, "--json"], signals.Token),
            .. (await Premises.ExamineAsync(settings, host.Clock, signals.Token)).Select(Doctor.Shown),
        ];
        return Doctor.Print(host.Out, findings, json, host.Width);
    }

    private async Task<IReadOnlyList<FindingShown>> OfStoreAsync(IReadOnlyList<string> asked, CancellationToken cancel)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var jsonTree = new AdminCommandTree();
        ParseResult parse = jsonTree.Parse(asked);
        try
        {
            var runner = new AdminRunner(host with { Out = output, Error = error }, jsonTree, asked);
            await runner.RunAsync(jsonTree.Find(parse)!, parse, cancel);
            return JsonSerializer.Deserialize(output.ToString(), CommandJson.Default.IReadOnlyListFindingShown)!;
        }
        catch (Exception refused) when (refused is StoreRefusedException or StorageUnavailableException or CommandFailedException)
        {
            return [Fault(refused.Message)];
        }
        catch (JsonException)
        {
            return [Fault($"The running server could not be asked: {error.ToString().Trim()}")];
        }
    }

    private static FindingShown Fault(string text) => Doctor.Shown(new Finding(FindingLevel.Fault, "store", text));
}
