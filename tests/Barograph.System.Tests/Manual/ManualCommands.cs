namespace Barograph.SystemTests.Manual;

/// <summary>The commands of a page of the manual: the lines of its <c>sh</c> blocks, in order.</summary>
public static class ManualCommands
{
    /// <param name="page">A file of docs/.</param>
    /// <param name="from">The heading to begin at, without its marks.</param>
    /// <param name="to">The heading to end before, or null for all of the page.</param>
    public static IReadOnlyList<string> Of(string page, string from, string? to = null)
    {
        List<string> commands = [];
        bool isWithin = false, isBlock = false, wasSeen = false;
        foreach (string line in File.ReadAllLines(Path.Combine(Repository.Root, "docs", page)))
        {
            if (!isBlock && line.StartsWith('#'))
            {
                string heading = line.TrimStart('#', ' ');
                isWithin = heading == from || isWithin && heading != to;
                wasSeen |= heading == from;
            }
            if (line.StartsWith("```", StringComparison.Ordinal))
                isBlock = !isBlock && line == "```sh";
            else if (isBlock && isWithin && line.Length > 0)
                commands.Add(line);
        }
        Assert.True(wasSeen && commands.Count > 0, $"{page} has no commands under \"{from}\".");
        return commands;
    }
}
