using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

namespace Barograph.Storage.Sqlite.Copying;

/// <summary>
/// Writes a folder's list of names to disk: without it a file that was just made or renamed may be gone after a power cut. .NET opens no folders,
/// so this calls the system.
/// </summary>
internal static class FolderSync
{
    private const int ReadOnly = 0;

    /// <summary>For the folder in which <paramref name="path"/> lies.</summary>
    /// <exception cref="IOException">The system could not do it.</exception>
    public static void Around(string path)
    {
        // NTFS journals its names by itself.
        if (OperatingSystem.IsWindows())
            return;
        string folder = Path.GetDirectoryName(path)!;
        int descriptor = Open([.. Encoding.UTF8.GetBytes(folder), 0], ReadOnly);
        if (descriptor < 0)
            throw Failure(folder);
        try
        {
            if (Sync(descriptor) != 0)
                throw Failure(folder);
        }
        finally
        {
            _ = Close(descriptor); // nothing was written through it
        }
    }

    private static IOException Failure(string folder)
    {
        var reason = new Win32Exception(Marshal.GetLastPInvokeError());
        return new IOException($"The folder {folder} could not be written to disk: {reason.Message}", reason);
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Sync(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);
}
