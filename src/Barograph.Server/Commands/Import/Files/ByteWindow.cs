namespace Barograph.Server.Commands.Import;

/// <summary>What is read of a stream and not yet used, in a buffer that never grows.</summary>
internal sealed class ByteWindow(Stream stream)
{
    /// <summary>No line that means something is longer; one that is, is cut here.</summary>
    public const int MaxLine = 128 * 1024;

    private const int Size = 8 * MaxLine;

    private readonly byte[] _buffer = new byte[Size];
    private int _start;
    private int _end;

    public ReadOnlySpan<byte> Rest => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Nothing comes after <see cref="Rest"/>.</summary>
    public bool IsEnd { get; private set; }

    public void Advance(int bytes) => _start += bytes;

    /// <summary>Reads on; there must be room, which there is while <see cref="Rest"/> is shorter than <see cref="MaxLine"/>.</summary>
    public async ValueTask FillAsync(CancellationToken cancel)
    {
        _buffer.AsSpan(_start.._end).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        int read = await stream.ReadAsync(_buffer.AsMemory(_end), cancel);
        _end += read;
        IsEnd = read == 0;
    }
}
