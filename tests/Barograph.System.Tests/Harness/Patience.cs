using System.Diagnostics;

namespace Barograph.SystemTests.Harness;

/// <summary>Waits for conditions. The limit is generous: it only ends a test that has failed already.</summary>
public static class Patience
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    public static Task UntilAsync(string what, Func<bool> condition, Func<string>? more = null) =>
        UntilAsync(what, () => Task.FromResult(condition()), more);

    /// <summary>Returns how long it took.</summary>
    public static async Task<TimeSpan> UntilAsync(string what, Func<Task<bool>> condition, Func<string>? more = null)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            if (watch.Elapsed > Limit)
                throw new TimeoutException($"Waited {Limit.TotalSeconds} s in vain: {what}\n{more?.Invoke()}");
            await Task.Delay(Pause);
        }
        return watch.Elapsed;
    }
}
