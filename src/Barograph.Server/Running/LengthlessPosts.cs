using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace Barograph.Server.Running;

/// <summary>
/// Lets a POST of HTTP/1.0 without Content-Length in: old urequests sends one when all it has to say stands in the query. RFC 1945 demands the header and
/// Kestrel refuses such a request before any code of ours runs, so the header is written in where it is missing. Only the first request of a connection is
/// looked at: a board of that age opens one for each.
/// </summary>
internal sealed class LengthlessPosts : PipeReader
{
    // As Kestrel's own limit of a head.
    private const int MaxHead = 64 * 1024;
    private readonly PipeReader _connection;
    private PipeReader _inner;
    private bool _decided;

    /// <param name="connection">What comes from the client.</param>
    public LengthlessPosts(PipeReader connection)
    {
        _connection = connection;
        _inner = connection;
    }

    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            ReadResult result = await _inner.ReadAsync(cancellationToken);
            if (_decided || result.IsCanceled || Decide(result))
                return result;
            if (_decided)
                continue;
            // The head is not complete: wait for more without giving any of it away.
            _inner.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    public override bool TryRead(out ReadResult result)
    {
        if (_decided)
            return _inner.TryRead(out result);
        // Synchronous reading begins only after the first request's head.
        result = default;
        return false;
    }

    public override void AdvanceTo(SequencePosition consumed) => _inner.AdvanceTo(consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => _inner.AdvanceTo(consumed, examined);

    public override void CancelPendingRead() => _inner.CancelPendingRead();

    public override void Complete(Exception? exception = null)
    {
        _inner.Complete(exception);
        if (_inner != _connection)
            _connection.Complete(exception);
    }

    /// <summary>True if the result is to be given away as it is; false to read again, from the rewritten request or with more of the head.</summary>
    private bool Decide(ReadResult result)
    {
        ReadOnlySequence<byte> buffer = result.Buffer;
        if (result.IsCompleted || buffer.Length > MaxHead || IsOther(buffer))
        {
            _decided = true;
            return true;
        }
        byte[] bytes = buffer.ToArray();
        int headEnd = EndOfHead(bytes);
        if (headEnd < 0)
            return false;
        _decided = true;
        string head = Encoding.Latin1.GetString(bytes, 0, headEnd);
        if (head.Contains("\nContent-Length:", StringComparison.OrdinalIgnoreCase) || head.Contains("\nTransfer-Encoding:", StringComparison.OrdinalIgnoreCase))
            return true;
        // Nothing can follow: without a length there is no body, and the connection ends with the answer.
        _connection.AdvanceTo(buffer.End);
        _inner = Create(new ReadOnlySequence<byte>([.. bytes.AsSpan(0, headEnd), .. "\r\nContent-Length: 0\r\n\r\n"u8]));
        return false;
    }

    // Before the empty line. Hand-written sketches end their lines with a bare line feed, which Kestrel takes too.
    private static int EndOfHead(ReadOnlySpan<byte> bytes)
    {
        int crlf = bytes.IndexOf("\r\n\r\n"u8);
        int lf = bytes.IndexOf("\n\n"u8);
        return crlf >= 0 && (lf < 0 || crlf < lf) ? crlf : lf;
    }

    // Everything but a POST of HTTP/1.0, as soon as that can be told.
    private static bool IsOther(ReadOnlySequence<byte> buffer)
    {
        SequenceReader<byte> reader = new(buffer);
        if (!reader.IsNext("POST "u8) && buffer.Length >= 5)
            return true;
        return reader.TryReadTo(out ReadOnlySequence<byte> line, (byte)'\n')
            && !Encoding.Latin1.GetString(line).TrimEnd('\r').EndsWith(" HTTP/1.0", StringComparison.Ordinal);
    }
}
