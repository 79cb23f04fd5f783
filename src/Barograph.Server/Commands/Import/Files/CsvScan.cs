namespace Barograph.Server.Commands.Import;

public enum CsvScan
{
    Record,

    /// <summary>The end of the record is not there yet.</summary>
    NeedsMore,

    /// <summary>Something stands after a closing quote, or the quote never closes.</summary>
    Broken,
}
