namespace Barograph.Server.Running;

/// <summary>Writes a text that only the server's own user may read.</summary>
public static class PrivateText
{
    public static void Write(string path, string text)
    {
        // Deleted first: the mode below is only given to a file that is made.
        File.Delete(path);
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using StreamWriter writer = new(path, options);
        writer.Write(text);
    }
}
