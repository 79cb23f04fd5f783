namespace Barograph.Storage.Sqlite;

/// <summary>
/// The lock that keeps a second process off the file. It is an OS lock (flock) on a file of its own: a pid file is wrong after kill -9,
/// and opening and closing the database file itself would drop SQLite's own locks. The lock file stays behind; deleting it would
/// let two processes hold locks on two files of one name.
/// </summary>
internal sealed class StoreLock : IDisposable
{
    // What "it is locked" looks like, by system: EWOULDBLOCK of Linux and of macOS, and ERROR_SHARING_VIOLATION.
    private const int WouldBlockOnLinux = 11;
    private const int WouldBlockOnMac = 35;
    private const int SharingViolation = unchecked((int)0x80070020);

    private readonly FileStream _file;

    private StoreLock(FileStream file) => _file = file;

    /// <summary>Takes the lock for the store at <paramref name="path"/>; null if another process has it.</summary>
    public static StoreLock? TryTake(string path)
    {
        try
        {
            return new StoreLock(new FileStream(path + "-lock", PrivateFile.Options(FileMode.OpenOrCreate)));
        }
        catch (IOException e) when (e.HResult is WouldBlockOnLinux or WouldBlockOnMac or SharingViolation)
        {
            return null;
        }
    }

    public void Dispose() => _file.Dispose();
}
