namespace Barograph.Tests.Layout;

public static class Violations
{
    /// <summary>Fails with every violation on a line of its own.</summary>
    public static void None(IEnumerable<string> violations)
    {
        string[] all = [.. violations];
        Assert.True(all.Length == 0, "\n" + string.Join('\n', all));
    }
}
