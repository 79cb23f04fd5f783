using Barograph.Storage;

namespace Barograph.Server.Running;

/// <summary>What the server says when it starts, on its console and, when it is ready, to systemd.</summary>
public sealed class Greeting(IStore store, FirstStart firstStart, ListenAddresses addresses, TextWriter output, ServiceNotices notices)
{
    public void SayAddresses()
    {
        output.WriteLine("Barograph listens on");
        foreach (string address in addresses.All)
            output.WriteLine($"    {address}");
        output.WriteLine();
    }

    /// <summary>The store is open: names it, what is doubtful about it, and what a new owner needs.</summary>
    public async Task SayReadyAsync(CancellationToken cancel)
    {
        output.WriteLine($"Readings are kept in {store.Description}\n");
        foreach (Finding finding in await store.ExamineAsync(cancel))
            if (finding.Level != FindingLevel.Fine)
                output.WriteLine($"{finding.Level.ToString().ToUpperInvariant()}: {finding.Subject}: {finding.Text}\n");
        await firstStart.RunAsync(addresses, cancel);
        output.WriteLine("Ready. Stop with Ctrl+C.");
        await output.FlushAsync(cancel);
        notices.SayReady();
    }
}
