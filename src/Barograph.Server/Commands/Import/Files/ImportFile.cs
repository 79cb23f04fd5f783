using System.IO.Compression;

namespace Barograph.Server.Commands.Import;

/// <summary>The bytes of a file or of standard input, unpacked, and how far into them it is.</summary>
internal sealed class ImportFile : IAsyncDisposable
{
    private readonly FileStream? _file;

    private ImportFile(Stream content, FileStream? file, string description)
    {
        Content = content;
        _file = file;
        Description = description;
    }

    /// <summary>For people.</summary>
    public string Description { get; }

    public Stream Content { get; }

    /// <summary>How long the file is, packed if it is; 0 if nobody knows.</summary>
    public long Length => _file is { CanSeek: true } ? _file.Length : 0;

    /// <summary>How much of <see cref="Length"/> was read.</summary>
    public long Position => _file is { CanSeek: true } ? _file.Position : 0;

    /// <exception cref="CommandFailedException">It cannot be opened.</exception>
    public static ImportFile Open(ImportFileName name, Stream standardInput)
    {
        if (name.IsStandardInput)
            return new ImportFile(standardInput, null, "standard input");
        try
        {
            var file = new FileStream(name.Path, new FileStreamOptions
            {
                Access = FileAccess.Read, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0, Options = FileOptions.SequentialScan,
            });
            return new ImportFile(name.IsCompressed ? new GZipStream(file, CompressionMode.Decompress) : file, file, Path.GetFullPath(name.Path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CommandFailedException($"{name.Path} cannot be read: {e.Message}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_file is not null)
            await Content.DisposeAsync();
    }
}
