namespace Barograph.Server.Commands.Import;

/// <summary>A form that the lines of a file have.</summary>
internal interface IFileDialect
{
    /// <summary>The most samples of a line.</summary>
    int MostSamples { get; }

    /// <summary>
    /// Takes the line that begins <paramref name="bytes"/>, which are not empty. Returns its length with its end; 0 if its end is not among them yet, which is only said
    /// of fewer than <see cref="ByteWindow.MaxLine"/> bytes and before the end of the file.
    /// </summary>
    int Take(ReadOnlySpan<byte> bytes, bool isEnd, FileIntake intake);
}
