namespace Barograph.Server.Mqtt;

/// <summary>
/// Walks along the bytes that a client sends, packet by packet, before anybody allocates for them: the first packet must be a CONNECT, and none may be longer than allowed. Not safe for
/// several threads.
/// </summary>
public sealed class PacketGuard(int longest)
{
    private const byte Connect = 0x10;
    private const int LongestLengthField = 4;

    private bool _isFirst = true;
    private int _lengthBytes = -1;
    private long _length;
    private long _rest;

    /// <summary>Bytes that a packet may have after its header.</summary>
    public int Longest { get; set; } = longest;

    /// <summary>Takes the next bytes. False if the connection must end.</summary>
    public bool Pass(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_rest > 0)
            {
                int inside = (int)Math.Min(_rest, bytes.Length);
                _rest -= inside;
                bytes = bytes[inside..];
                continue;
            }
            if (!PassHeader(bytes[0]))
                return false;
            bytes = bytes[1..];
        }
        return true;
    }

    // The header: the packet's kind, and then its length in seven bits a byte.
    private bool PassHeader(byte next)
    {
        if (_lengthBytes < 0)
        {
            if (_isFirst && next != Connect)
                return false;
            _isFirst = false;
            (_lengthBytes, _length) = (0, 0);
            return true;
        }
        _length |= (long)(next & 0x7F) << (7 * _lengthBytes++);
        if ((next & 0x80) != 0)
            return _lengthBytes < LongestLengthField;
        _lengthBytes = -1;
        _rest = _length;
        return _length <= Longest;
    }
}
