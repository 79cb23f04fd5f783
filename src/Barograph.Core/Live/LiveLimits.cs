namespace Barograph.Live;

/// <summary>The bounds of what is told live.</summary>
public sealed record LiveLimits
{
    /// <summary>Subscribers at once.</summary>
    public int Subscribers { get; init; } = 2000;

    /// <summary>Samples in one event; of more, the last ones are told and the others counted.</summary>
    public int EventSamples { get; init; } = 500;

    /// <summary>Events that are kept of each selection, for those who are slow or come back.</summary>
    public int KeptEvents { get; init; } = 256;

    /// <summary>Their bytes, of each selection.</summary>
    public int KeptBytes { get; init; } = 256 * 1024;

    /// <summary>Their bytes in all. Beyond it each selection keeps its latest event only.</summary>
    public long KeptBytesInAll { get; init; } = 64 * 1024 * 1024;

    /// <summary>Samples between the commits and the loop that tells them: 10 MB, some seconds of the highest load.</summary>
    public int WaitingSamples { get; init; } = 400_000;

    /// <summary>A selection whose last subscriber left is still followed for so long, so that one who comes back has lost nothing.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Selections without a subscriber that are followed; the one that was left first goes first.</summary>
    public int LingeringSelections { get; init; } = 256;

    /// <summary>After something was told, what is committed gathers at least so long. After silence it is told at once.</summary>
    public TimeSpan ShortestPause { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>And for each subscriber that was told so long: a write costs 25 to 50 µs, so at most a tenth of one core is spent (bench/live).</summary>
    public TimeSpan PauseEach { get; init; } = TimeSpan.FromMicroseconds(500);

    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A selection is told at most so often that it has missed something, or must begin anew: a client answers it with a query.</summary>
    public TimeSpan AgainEvery { get; init; } = TimeSpan.FromSeconds(2);
}
