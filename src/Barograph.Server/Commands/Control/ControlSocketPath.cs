using System.Text;
using Barograph.Server.Config;

namespace Barograph.Server.Commands.Control;

/// <summary>Where the control socket of a SQLite store lies: beside it, <c>PATH-control</c>.</summary>
public static class ControlSocketPath
{
    /// <summary>
    /// The path to bind or connect to. The kernel takes 107 bytes; a longer absolute path is given relative to the working directory, which
    /// is the same socket. Other places (a runtime folder) were rejected: server and command, run by different users or from systemd, would look in different ones.
    /// </summary>
    /// <returns>Null if both forms are too long.</returns>
    public static string? For(string storePath)
    {
        string full = Path.GetFullPath(storePath + "-control");
        if (Fits(full))
            return full;
        string relative = Path.GetRelativePath(Directory.GetCurrentDirectory(), full);
        return Fits(relative) ? relative : null;
    }

    /// <summary>The sentence for a path that cannot be used.</summary>
    public static string TooLong(string storePath) =>
        $"The control socket \"{Path.GetFullPath(storePath)}-control\" has a path of more than {ListenUrls.MaxSocketPathBytes} bytes, "
        + "which the system does not allow; move the store to a shorter path, or run barograph from its folder.";

    private static bool Fits(string path) => Encoding.UTF8.GetByteCount(path) <= ListenUrls.MaxSocketPathBytes;
}
