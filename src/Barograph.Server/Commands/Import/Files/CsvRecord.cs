namespace Barograph.Server.Commands.Import;

/// <summary>
/// One record of CSV (RFC 4180) at a time: commas, CR LF or LF, quotes around a cell that holds any of them, a doubled quote for one inside. A quote in the middle of a
/// cell without quotes stands for itself.
/// </summary>
public sealed class CsvRecord
{
    private readonly List<(int Start, int Length, bool HasQuotes)> _cells = [];
    private byte[] _text = [];
    private byte[] _unquoted = [];

    public int Count => _cells.Count;

    /// <summary>Its length with its end.</summary>
    public int Length { get; private set; }

    /// <summary>True if it is an empty line.</summary>
    public bool IsBlank => _cells is [(_, 0, _)];

    /// <summary>
    /// Reads the record that begins <paramref name="bytes"/>, of which a copy is kept. <paramref name="isEnd"/>: nothing follows them, so it needs no end of its own.
    /// </summary>
    public CsvScan Read(ReadOnlySpan<byte> bytes, bool isEnd)
    {
        _cells.Clear();
        int at = 0;
        while (true)
        {
            CsvScan scan = at < bytes.Length && bytes[at] == (byte)'"' ? Quoted(bytes, isEnd, ref at) : Plain(bytes, isEnd, ref at);
            if (scan != CsvScan.Record)
                return scan;
            // at stands on the comma, or behind the end of the record.
            if (at < bytes.Length && bytes[at] == (byte)',')
            {
                at++;
                continue;
            }
            Length = EndAt(bytes, at);
            Keep(bytes[..Length]);
            return CsvScan.Record;
        }
    }

    /// <summary>A cell as it is meant: without its quotes. May be used until the next call.</summary>
    public ReadOnlySpan<byte> Cell(int index)
    {
        (int start, int length, bool hasQuotes) = _cells[index];
        ReadOnlySpan<byte> cell = _text.AsSpan(start, length);
        return hasQuotes ? Unquoted(cell) : cell;
    }

    // The line end that at stands on, if there is one.
    private static int EndAt(ReadOnlySpan<byte> bytes, int at)
    {
        if (at < bytes.Length && bytes[at] == (byte)'\r')
            at++;
        return at < bytes.Length ? at + 1 : at;
    }

    private CsvScan Plain(ReadOnlySpan<byte> bytes, bool isEnd, ref int at)
    {
        int length = bytes[at..].IndexOfAny((byte)',', (byte)'\n');
        if (length < 0 && !isEnd)
            return CsvScan.NeedsMore;
        if (length < 0)
            length = bytes.Length - at;
        bool ends = at + length == bytes.Length || bytes[at + length] == (byte)'\n';
        int cell = ends && length > 0 && bytes[at + length - 1] == (byte)'\r' ? length - 1 : length;
        _cells.Add((at, cell, false));
        at += cell;
        return CsvScan.Record;
    }

    private CsvScan Quoted(ReadOnlySpan<byte> bytes, bool isEnd, ref int at)
    {
        int start = at + 1, from = start;
        bool hasQuotes = false;
        while (true)
        {
            int quote = bytes[from..].IndexOf((byte)'"');
            if (quote < 0)
                return isEnd ? CsvScan.Broken : CsvScan.NeedsMore;
            quote += from;
            ReadOnlySpan<byte> after = bytes[(quote + 1)..];
            if (after is [(byte)'"', ..])
            {
                hasQuotes = true;
                from = quote + 2;
                continue;
            }
            // What comes next may be another quote, or the second half of a line end.
            if (!isEnd && after is [] or [(byte)'\r'])
                return CsvScan.NeedsMore;
            if (after is not ([] or [(byte)',', ..] or [(byte)'\n', ..] or [(byte)'\r', (byte)'\n', ..] or [(byte)'\r']))
                return CsvScan.Broken;
            _cells.Add((start, quote - start, hasQuotes));
            at = quote + 1;
            return CsvScan.Record;
        }
    }

    private void Keep(ReadOnlySpan<byte> text)
    {
        if (_text.Length < text.Length)
            _text = new byte[Math.Max(text.Length, 256)];
        text.CopyTo(_text);
    }

    private ReadOnlySpan<byte> Unquoted(ReadOnlySpan<byte> cell)
    {
        if (_unquoted.Length < cell.Length)
            _unquoted = new byte[cell.Length];
        int length = 0;
        for (int i = 0; i < cell.Length; i++)
        {
            _unquoted[length++] = cell[i];
            if (cell[i] == (byte)'"')
                i++;
        }
        return _unquoted.AsSpan(0, length);
    }
}
