using System.Globalization;

namespace Barograph.TestSupport;

/// <summary>Finds the PostgreSQL that is installed on this machine.</summary>
public static class PostgresBinaries
{
    private const string DebianFolder = "/usr/lib/postgresql";

    private const string Missing =
        "These tests need a PostgreSQL server (15 or newer) and found none. Run ./test, which installs it, or: "
        + "sudo apt-get install postgresql";

    /// <summary>The folder of <c>initdb</c> and <c>postgres</c>, of the newest version. Throws if there is none: without PostgreSQL the run fails.</summary>
    public static string Find()
    {
        foreach (string folder in Candidates())
            if (File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")))
                return folder;
        throw new InvalidOperationException(Missing);
    }

    private static IEnumerable<string> Candidates()
    {
        // Debian keeps every version's server out of the PATH.
        if (Directory.Exists(DebianFolder))
            foreach (string version in Directory.GetDirectories(DebianFolder).OrderByDescending(Version))
                yield return Path.Combine(version, "bin");
        foreach (string folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
            if (folder.Length > 0)
                yield return folder;
    }

    private static double Version(string folder) =>
        double.TryParse(Path.GetFileName(folder), NumberStyles.Float, CultureInfo.InvariantCulture, out double version) ? version : 0;
}
