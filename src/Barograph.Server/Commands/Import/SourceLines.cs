using System.Buffers;

namespace Barograph.Server.Commands.Import;

/// <summary>The lines of a file that the samples of a batch stand on, in their order; a line may hold several.</summary>
public sealed class SourceLines
{
    private readonly ArrayBufferWriter<byte> _text = new();
    private readonly List<(long Number, int Start, int Length)> _lines = [];

    /// <summary>For one more sample. <paramref name="text"/> is copied once for all samples of a line.</summary>
    public void Add(long number, ReadOnlySpan<byte> text)
    {
        if (_lines.Count > 0 && _lines[^1].Number == number)
        {
            _lines.Add(_lines[^1]);
            return;
        }
        _lines.Add((number, _text.WrittenCount, text.Length));
        _text.Write(text);
    }

    /// <summary>The line of a sample.</summary>
    public long NumberOf(int sample) => _lines[sample].Number;

    /// <inheritdoc cref="NumberOf"/>
    public ReadOnlySpan<byte> TextOf(int sample) => _text.WrittenSpan.Slice(_lines[sample].Start, _lines[sample].Length);

    public void Clear()
    {
        _text.ResetWrittenCount();
        _lines.Clear();
    }
}
