namespace Barograph.Server.Commands;

/// <summary>Of <c>import</c>. The counts are values, except where they say rows.</summary>
public sealed record ImportShown
{
    /// <summary>What was read, and into what.</summary>
    public required string Source { get; init; }
    public required string Store { get; init; }

    /// <summary>As the source's own database counts them, and as they came; of a file the lines that were read.</summary>
    public required long RowsInTable { get; init; }
    public required long RowsRead { get; init; }
    public required long New { get; init; }
    public required long There { get; init; }

    /// <summary>Another value of the same series and time was there first.</summary>
    public required long Conflicts { get; init; }

    /// <summary>Lines of a file of which not everything was taken, and the file that they stand in; null where there are none.</summary>
    public long RejectedLines { get; init; }
    public string? RejectedFile { get; init; }

    public required IReadOnlyList<LeftOutShown> LeftOut { get; init; }
    public required IReadOnlyList<ImportedSeriesShown> Series { get; init; }
    public required IReadOnlyList<string> Notes { get; init; }
    public required bool Agrees { get; init; }
}
