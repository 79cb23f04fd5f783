using System.Buffers;

namespace Barograph.Server.Commands.Import;

/// <summary>Samples that are appended together; of a file also the lines that they stand on.</summary>
public sealed class ImportBatch
{
    public ArrayBufferWriter<SinkSample> Samples { get; } = new();

    /// <summary>One for each sample, or empty.</summary>
    public SourceLines Lines { get; } = new();

    public void Clear()
    {
        Samples.ResetWrittenCount();
        Lines.Clear();
    }
}
