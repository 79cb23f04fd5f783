using System.Buffers;
using System.Text;
using Barograph.Formats;
using Barograph.Model;
using Barograph.Server.Export;

namespace Barograph.Server.Commands.Import;

/// <summary>CSV with a header: one value a line with its metric, or a line for each time and a column for each metric.</summary>
internal sealed class CsvDialect : IFileDialect
{
    private readonly CsvRecord _record = new();
    private readonly CsvColumns _columns;
    private readonly FilePlace[] _places;

    // The cells that _places came from, as bytes: most lines have the same as the one before.
    private readonly ArrayBufferWriter<byte> _names = new();

    private CsvDialect(CsvColumns columns)
    {
        _columns = columns;
        _places = new FilePlace[columns.Values.Count];
    }

    public int MostSamples => _columns.Values.Count;

    public IReadOnlyList<string> Skipped => _columns.Skipped;

    public bool HasLocation => _columns.Location is not null;

    /// <summary>Reads the header at the beginning of <paramref name="bytes"/>, which begin the file.</summary>
    /// <param name="bytes">At least <see cref="ByteWindow.MaxLine"/> of them, or all.</param>
    /// <param name="header">As it stands there, without its end.</param>
    /// <param name="length">With a byte order mark and its end.</param>
    /// <exception cref="CommandFailedException">There is nothing to import in such a file.</exception>
    public static CsvDialect Begin(ReadOnlySpan<byte> bytes, out byte[] header, out int length)
    {
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        int skip = bytes.StartsWith(mark) ? mark.Length : 0;
        var record = new CsvRecord();
        if (record.Read(bytes[skip..], isEnd: true) != CsvScan.Record)
            throw new CommandFailedException("The first line of the file cannot be read: a quote in it does not close.");
        length = skip + record.Length;
        header = bytes[skip..length].TrimEnd("\r\n"u8).ToArray();
        return new CsvDialect(CsvColumns.Of(record));
    }

    public int Take(ReadOnlySpan<byte> bytes, bool isEnd, FileIntake intake)
    {
        CsvScan scan = _record.Read(bytes, isEnd);
        if (scan == CsvScan.NeedsMore && bytes.Length < ByteWindow.MaxLine)
            return 0;
        if (scan == CsvScan.Record)
        {
            if (!_record.IsBlank)
                Take(intake.Begin(bytes[.._record.Length]), intake);
            return _record.Length;
        }
        // Only the first line is lost, and not all that an open quote swallows.
        ReadOnlySpan<byte> most = bytes[..Math.Min(bytes.Length, ByteWindow.MaxLine)];
        int end = most.IndexOf((byte)'\n') is >= 0 and var found ? found + 1 : most.Length;
        intake.Reject(intake.Begin(bytes[..end]), LeftOutReason.LineBroken, "A quote is not closed, or something stands after the closing one.");
        return end;
    }

    private void Take(SourceLine line, FileIntake intake)
    {
        if (!HasTheColumns())
        {
            intake.Reject(line, LeftOutReason.LineBroken, $"The line has {TerminalText.Of(_record.Count)} cells and the header {TerminalText.Of(_columns.Count)}.");
            return;
        }
        FindPlaces(intake);
        FilePlace first = _places[0];
        if (first.Problem is { } problem)
            intake.Reject(line, problem, first.Sentence);
        else if (intake.TryTime(line, _record.Cell(_columns.Time), first, out Instant time))
            for (int i = 0; i < _places.Length; i++)
                TakeValue(line, intake, i, time);
    }

    // Empty cells beyond the last column are a spreadsheet's.
    private bool HasTheColumns()
    {
        for (int i = _columns.Count; i < _record.Count; i++)
            if (!_record.Cell(i).IsEmpty)
                return false;
        return _record.Count >= _columns.Count;
    }

    private void TakeValue(SourceLine line, FileIntake intake, int index, Instant time)
    {
        ReadOnlySpan<byte> cell = _record.Cell(_columns.Values[index].Column);
        switch (NumberText.Parse(cell, out double value))
        {
            case NumberKind.Number:
                intake.Add(line, _places[index], time, value);
                break;
            case NumberKind.NotANumber:
                intake.Reject(line, LeftOutReason.ValueInvalid, $"{FileIntake.Quote(cell)} is no number; it should look like -21.4 or 1e-3.");
                break;
            case NumberKind.NotFinite:
                intake.Reject(line, LeftOutReason.ValueNotFinite, $"{FileIntake.Quote(cell)} is not finite.");
                break;
            case NumberKind.Missing when NumberText.SpellsNaN(cell):
                intake.Reject(line, LeftOutReason.ValueNotFinite, "NaN is no reading.");
                break;
            case NumberKind.Missing when _columns.Metric is not null:
                intake.Reject(line, LeftOutReason.NoValues, "There is no value.");
                break;
        }
    }

    private void FindPlaces(FileIntake intake)
    {
        if (IsSame())
            return;
        _names.ResetWrittenCount();
        foreach (int? column in (ReadOnlySpan<int?>)[_columns.Location, _columns.Metric, _columns.Unit])
            Note(_names, column);
        string location = Text(_columns.Location), unit = Text(_columns.Unit), metric = Text(_columns.Metric);
        for (int i = 0; i < _places.Length; i++)
            _places[i] = intake.Places.Of(location, _columns.Metric is null ? _columns.Values[i].Metric : metric, unit);
    }

    private bool IsSame()
    {
        if (_places[0] is null)
            return false;
        ReadOnlySpan<byte> last = _names.WrittenSpan;
        foreach (int? column in (ReadOnlySpan<int?>)[_columns.Location, _columns.Metric, _columns.Unit])
        {
            ReadOnlySpan<byte> cell = column is { } at ? _record.Cell(at) : [];
            if (!last.StartsWith(cell) || last.Length == cell.Length || last[cell.Length] != 0)
                return false;
            last = last[(cell.Length + 1)..];
        }
        return true;
    }

    // A NUL can be part of no name that is taken, so it can part them.
    private void Note(ArrayBufferWriter<byte> names, int? column)
    {
        if (column is { } at)
            names.Write(_record.Cell(at));
        names.Write<byte>([0]);
    }

    private string Text(int? column) => column is { } at ? CsvText.Read(Encoding.UTF8.GetString(_record.Cell(at))) : "";
}
