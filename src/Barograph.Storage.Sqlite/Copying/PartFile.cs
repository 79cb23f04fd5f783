namespace Barograph.Storage.Sqlite.Copying;

/// <summary>
/// A file in the making, <c>NAME.part</c> beside its place: empty and with mode 0600 at first, removed when disposed unless it got its name. It is
/// held by an OS lock meanwhile, so that what a killed process left behind can be told from what another one is writing.
/// </summary>
public sealed class PartFile : IDisposable
{
    public const string Suffix = ".part";

    // What SQLite keeps beside a file while it is open.
    private static readonly string[] Companions = ["", "-journal", "-wal", "-shm"];

    private readonly string _target;
    private readonly FileStream _lock;
    private bool _isPlaced;

    /// <param name="target">The name that the file shall get.</param>
    /// <exception cref="StorageUnavailableException">Another process is making this file.</exception>
    public PartFile(string target)
    {
        _target = target;
        RemoveAbandoned(Path);
        try
        {
            _lock = new FileStream(Path, PrivateFile.Options(FileMode.CreateNew));
        }
        catch (IOException) when (File.Exists(Path))
        {
            throw new StorageUnavailableException($"Another process is writing {Path}. Wait until it has ended.");
        }
    }

    public string Path => _target + Suffix;

    /// <summary>Takes its bytes, where they are not written by way of <see cref="Path"/>. Not the caller's to close.</summary>
    public Stream Content => _lock;

    public long Length => _lock.Length;

    /// <summary>Gives it its name, where nothing may be yet, and returns when that is on disk.</summary>
    public void Place()
    {
        RandomAccess.FlushToDisk(_lock.SafeFileHandle);
        File.Move(Path, _target, overwrite: false);
        _isPlaced = true;
        FolderSync.Around(_target);
    }

    /// <summary>The same where a file is, which is kept under the name <paramref name="aside"/>. At no moment is there none, or half of one.</summary>
    public void PlaceInsteadOf(string aside)
    {
        RandomAccess.FlushToDisk(_lock.SafeFileHandle);
        // The old file first gets its second name; then one rename puts the new one in its place.
        File.Replace(Path, _target, aside, ignoreMetadataErrors: true);
        _isPlaced = true;
        FolderSync.Around(_target);
    }

    /// <summary>Removes a part file that no living process holds. False if one does.</summary>
    public static bool RemoveAbandoned(string path)
    {
        try
        {
            if (File.Exists(path))
                new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
        }
        catch (IOException)
        {
            return false;
        }
        RemoveWithCompanions(path);
        return true;
    }

    public void Dispose()
    {
        if (!_isPlaced)
            RemoveWithCompanions(Path);
        _lock.Dispose();
    }

    private static void RemoveWithCompanions(string path)
    {
        foreach (string companion in Companions)
            File.Delete(path + companion);
    }
}
