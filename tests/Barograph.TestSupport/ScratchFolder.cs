using System.Globalization;

namespace Barograph.TestSupport;

/// <summary>
/// An empty folder below the system's temporary folder, removed when disposed. Its path is kept short: a Unix socket's path may have at most
/// 107 bytes (sockaddr_un), and PostgreSQL adds <c>/.s.PGSQL.NNNNN</c> to it.
/// </summary>
public sealed class ScratchFolder : IDisposable
{
    private const int LongestSocketFolder = 107 - 16;

    public ScratchFolder()
    {
        string parent = System.IO.Path.GetTempPath();
        if (parent.Length + 16 > LongestSocketFolder)
            parent = "/tmp";
        do
            Path = System.IO.Path.Combine(parent, "bg-" + Random.Shared.Next().ToString("x8", CultureInfo.InvariantCulture));
        while (Directory.Exists(Path));
        Directory.CreateDirectory(Path);
    }

    public string Path { get; }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Somebody else removed it, which is what we want.
        }
    }
}
