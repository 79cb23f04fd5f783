namespace Barograph.Storage.Sqlite;

/// <summary>Files that only their owner may read: they hold password hashes.</summary>
internal static class PrivateFile
{
    public const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes the folder of <paramref name="path"/> (0700) if it is missing.</summary>
    public static void CreateFolderIfMissing(string path)
    {
        string folder = Path.GetDirectoryName(path)!;
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, Mode | UnixFileMode.UserExecute);
    }

    /// <summary>Makes an empty file (0600) if it is missing. SQLite gives its -wal and -shm the mode of the file.</summary>
    public static void CreateIfMissing(string path)
    {
        // An existing file is not even opened: closing it again would drop SQLite's locks on it, if this process holds any.
        if (!File.Exists(path))
            new FileStream(path, Options(FileMode.CreateNew)).Dispose();
    }

    public static FileStreamOptions Options(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = Mode;
        return options;
    }
}
