namespace Barograph.Server.Config;

/// <summary>The known name that somebody most likely meant.</summary>
public static class NearestName
{
    /// <summary>The one of <paramref name="known"/> (not empty) with the smallest edit distance, letters' case apart; of equals the first.</summary>
    public static string Of(string name, IEnumerable<string> known)
    {
        // Beyond this a longer name tells nothing more, and the distance costs length times length.
        const int MaxLength = 100;
        string sought = (name.Length > MaxLength ? name[..MaxLength] : name).ToLowerInvariant();
        return known.MinBy(candidate => Distance(sought, candidate.ToLowerInvariant()))!;
    }

    private static int Distance(string a, string b)
    {
        int[] previous = [.. Enumerable.Range(0, b.Length + 1)];
        foreach ((int i, char letter) in a.Index())
        {
            int[] current = new int[b.Length + 1];
            current[0] = i + 1;
            for (int j = 0; j < b.Length; j++)
            {
                int replaced = previous[j] + (letter == b[j] ? 0 : 1);
                current[j + 1] = Math.Min(replaced, 1 + Math.Min(previous[j + 1], current[j]));
            }
            previous = current;
        }
        return previous[^1];
    }
}
