using System.Globalization;

namespace Barograph.SystemTests.Harness;

/// <summary>The processes of a cluster of our own: the server and its children.</summary>
public static class PostgresProcesses
{
    public static IReadOnlyList<int> Of(PostgresCluster cluster)
    {
        List<int> all = [cluster.ProcessId];
        foreach (string folder in Directory.GetDirectories("/proc"))
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int id) && ParentOf(folder) == cluster.ProcessId)
                all.Add(id);
        return all;
    }

    /// <summary>Sends a signal to all of them.</summary>
    public static async Task SignalAsync(PostgresCluster cluster, string signal)
    {
        foreach (int id in Of(cluster))
            await Shell.SignalAsync(signal, id);
    }

    private static int ParentOf(string folder)
    {
        try
        {
            // pid (name) state parent …; the name may hold anything, so what counts stands after the last parenthesis.
            string stat = File.ReadAllText(Path.Combine(folder, "stat"));
            return int.Parse(stat[(stat.LastIndexOf(')') + 1)..].Split(' ')[2], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return 0;
        }
    }
}
