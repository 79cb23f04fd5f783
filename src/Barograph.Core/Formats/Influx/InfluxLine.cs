namespace Barograph.Formats;

/// <summary>
/// One line of the line protocol, walked over as it was sent: head, fields, time. Nothing is unescaped and no name is judged. A byte is escaped if a backslash stands before it, as InfluxDB's own
/// reader has it; only inside a quoted text does a backslash escape a backslash.
/// </summary>
internal ref struct InfluxLine(ReadOnlySpan<byte> body)
{
    /// <summary>Longest text in quotes, by the vendor's reference.</summary>
    private const int MaxTextBytes = 64 * 1024;

    private readonly ReadOnlySpan<byte> _body = body;
    private int _at;

    /// <summary>What is wrong with the line, in InfluxDB's words; null while nothing is.</summary>
    public string? Problem { get; private set; }

    /// <summary>Measurement and tags.</summary>
    public ReadOnlySpan<byte> Head { get; private set; }

    /// <summary>The present field's key.</summary>
    public ReadOnlySpan<byte> Key { get; private set; }

    /// <summary>The present field's value; a text without its quotes.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>The present value stood in quotes.</summary>
    public bool IsText { get; private set; }

    /// <summary>The time, empty where there is none. Set after the last field.</summary>
    public ReadOnlySpan<byte> Time { get; private set; }

    /// <summary>Bytes up to the beginning of the next line; after a problem the next line is the first one that begins behind it.</summary>
    public int Length { get; private set; }

    /// <summary>Begins; false with a problem where no field follows.</summary>
    public bool ReadHead()
    {
        int end = Unescaped((byte)' ', (byte)'\n');
        Head = _body[_at..end];
        if (end == _body.Length || _body[end] == '\n')
            return Fail("missing fields", end);
        if (Head.IsEmpty || Head[0] == ',')
            return Fail("missing measurement", end);
        _at = end;
        SkipSpaces();
        return _at < _body.Length && _body[_at] is not ((byte)'\n' or (byte)'\r') || Fail("missing fields", _at);
    }

    /// <summary>The next field; false after the last one, and with a problem.</summary>
    public bool MoveNext()
    {
        if (Length > 0)
            return false;
        int equals = Unescaped((byte)'=', (byte)'\n');
        if (equals == _body.Length || _body[equals] == '\n')
            return Fail("invalid field format", equals);
        Key = _body[_at..equals];
        if (Key.IsEmpty || Key.Contains((byte)' ') && HasBareSpace(Key))
            return Fail(Key.IsEmpty ? "missing field key" : "invalid field format", equals);
        _at = equals + 1;
        IsText = _at < _body.Length && _body[_at] == '"';
        if (!(IsText ? ReadText() : ReadBare()))
            return false;
        return EndField();
    }

    private bool ReadBare()
    {
        ReadOnlySpan<byte> rest = _body[_at..];
        int end = rest.IndexOfAny(", \r\n"u8);
        Value = end < 0 ? rest : rest[..end];
        _at += Value.Length;
        return !Value.IsEmpty || Fail("missing field value", _at);
    }

    private bool ReadText()
    {
        int start = _at + 1;
        for (int at = start; at < _body.Length; at++)
        {
            int next = _body[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0)
                break;
            at += next;
            if (_body[at] == '\\')
            {
                at++;
                continue;
            }
            Value = _body[start..at];
            _at = at + 1;
            return Value.Length <= MaxTextBytes || Fail("a text is longer than 64 KB", _at);
        }
        return Fail("unbalanced quotes", start);
    }

    /// <summary>After a value: a comma and another field, a space and perhaps a time, or the end.</summary>
    private bool EndField()
    {
        if (_at < _body.Length && _body[_at] == ',')
        {
            _at++;
            return true;
        }
        if (_at < _body.Length && _body[_at] is not ((byte)' ' or (byte)'\r' or (byte)'\n'))
            return Fail("invalid field format", _at);
        ReadOnlySpan<byte> rest = _body[_at..];
        int end = rest.IndexOf((byte)'\n');
        Time = (end < 0 ? rest : rest[..end]).Trim(" \r"u8);
        Length = end < 0 ? _body.Length : _at + end + 1;
        return true;
    }

    /// <summary>Where the next unescaped <paramref name="wanted"/> stands, or the end of the line or body before it.</summary>
    private readonly int Unescaped(byte wanted, byte lineEnd)
    {
        int from = _at;
        while (true)
        {
            int next = _body[from..].IndexOfAny(wanted, lineEnd);
            if (next < 0)
                return _body.Length;
            from += next;
            if (_body[from] == lineEnd || from == 0 || _body[from - 1] != '\\')
                return from;
            from++;
        }
    }

    private static bool HasBareSpace(ReadOnlySpan<byte> key)
    {
        for (int i = 0; i < key.Length; i++)
            if (key[i] == ' ' && (i == 0 || key[i - 1] != '\\'))
                return true;
        return false;
    }

    private void SkipSpaces()
    {
        while (_at < _body.Length && _body[_at] == ' ')
            _at++;
    }

    private bool Fail(string problem, int at)
    {
        Problem = problem;
        int end = at >= _body.Length ? -1 : _body[at..].IndexOf((byte)'\n');
        Length = end < 0 ? _body.Length : at + end + 1;
        return false;
    }
}
