using System.Text;
using Barograph.Server.Export;

namespace Barograph.Server.Commands.Import;

/// <summary>
/// The file of the lines that an import could not take, each as it stood, with its number and the reason. It can be mended and imported: in CSV number and reason are two
/// more columns, before lines of JSON they are a line that begins with #.
/// </summary>
public sealed class RejectedLines : IDisposable
{
    /// <summary>The columns that are added to CSV, and that an import passes over.</summary>
    public const string NumberColumn = "rejected_line", ReasonColumn = "rejected_reason";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _wanted;
    private readonly bool _isCsv;
    private FileStream? _file;
    private long _last;

    /// <param name="path">Its name; if there is such a file already, another number is put into it.</param>
    /// <param name="isCsv">Or lines of JSON.</param>
    public RejectedLines(string path, bool isCsv)
    {
        _wanted = path;
        _isCsv = isCsv;
    }

    /// <summary>The header of the source, which this file gets too.</summary>
    public byte[] Header { get; set; } = [];

    /// <summary>How many lines stand in it.</summary>
    public long Count { get; private set; }

    /// <summary>Null while there is no need of a file.</summary>
    public string? Path => _file?.Name;

    /// <summary>Adds a line, once if it comes several times in succession.</summary>
    /// <exception cref="CommandFailedException">It cannot be written.</exception>
    public void Add(long number, ReadOnlySpan<byte> text, string reason)
    {
        if (number == _last)
            return;
        _last = number;
        Count++;
        try
        {
            _file ??= Make();
            Write(_isCsv ? $"{TerminalText.Of(number)},{CsvText.Cell(reason)}," : $"# line {TerminalText.Of(number)}: {TerminalText.Clean(reason)}\n");
            _file.Write(text);
            Write(_isCsv ? "\r\n" : "\n");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Trouble(e);
        }
    }

    /// <summary>Writes what is not written yet.</summary>
    /// <exception cref="CommandFailedException">It cannot be written.</exception>
    public void Flush()
    {
        try
        {
            _file?.Flush();
        }
        catch (IOException e)
        {
            throw Trouble(e);
        }
    }

    public void Dispose() => _file?.Dispose();

    private FileStream Make()
    {
        string folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(_wanted))!;
        string name = System.IO.Path.GetFileNameWithoutExtension(_wanted), end = System.IO.Path.GetExtension(_wanted);
        string path = System.IO.Path.Combine(folder, name + end);
        // What stands there may be half mended already.
        for (int i = 2; System.IO.Path.Exists(path); i++)
            path = System.IO.Path.Combine(folder, $"{name}-{TerminalText.Of(i)}{end}");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        _file = new FileStream(path, options);
        if (_isCsv)
        {
            Write($"{NumberColumn},{ReasonColumn},");
            _file.Write(Header);
            Write("\r\n");
        }
        return _file;
    }

    private static CommandFailedException Trouble(Exception e) =>
        new($"The lines that cannot be taken could not be written: {e.Message} Name another file with --rejected.");

    private void Write(string text) => _file!.Write(Encoding.UTF8.GetBytes(text));
}
