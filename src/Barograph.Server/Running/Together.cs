namespace Barograph.Server.Running;

/// <summary>Work that never ends by itself.</summary>
public static class Together
{
    /// <summary>Runs until cancelled, and then until each has ended: it may still have something to put down. Where one ends before, it has a defect, and what it threw is thrown.</summary>
    public static async Task RunAsync(IReadOnlyList<Task> works, CancellationToken cancel)
    {
        Task first = await Task.WhenAny(works);
        await (cancel.IsCancellationRequested ? Task.WhenAll(works) : first);
    }
}
