using Barograph.Server.Config;
using Barograph.Storage;

namespace Barograph.Server.Running;

/// <summary>What the server says when it starts, on its console and, when it is ready, to systemd.</summary>
/// <param name="store">Named and examined.</param>
/// <param name="part">What this process does of the server.</param>
/// <param name="firstStart">For a new owner; null where people are not served.</param>
/// <param name="addresses">Where it listens.</param>
/// <param name="output">The console.</param>
/// <param name="notices">Tells systemd.</param>
public sealed class Greeting(
    IStore store, ServerPart part, FirstStart? firstStart, ListenAddresses addresses, TextWriter output, ServiceNotices notices)
{
    /// <summary>Where MQTT is served.</summary>
    public IReadOnlyList<string> Mqtt { get; init; } = [];

    public void SayAddresses()
    {
        output.WriteLine("Barograph listens on");
        foreach (string address in addresses.All.Concat(Mqtt))
            output.WriteLine($"    {address}");
        output.WriteLine();
    }

    /// <summary>The store is open: names it, what is doubtful about it, and what a new owner needs.</summary>
    public async Task SayReadyAsync(CancellationToken cancel)
    {
        output.WriteLine($"Readings are kept in {store.Description}\n");
        if (part != ServerPart.All)
            output.WriteLine(part.Describe() + "\n");
        foreach (Finding finding in await store.ExamineAsync(cancel))
            if (finding.Level != FindingLevel.Fine)
                output.WriteLine($"{finding.Level.ToString().ToUpperInvariant()}: {finding.Subject}: {finding.Text}\n");
        if (firstStart is not null)
            await firstStart.RunAsync(addresses, cancel);
        output.WriteLine("Ready. Stop with Ctrl+C.");
        await output.FlushAsync(cancel);
        notices.SayReady();
    }
}
