using Barograph.Model;

namespace Barograph.Server.Http.Alerts;

/// <summary>What is stored as numbers, in the words of the API.</summary>
public static class AlertWords
{
    public static readonly IReadOnlyList<string> Kinds = ["above", "below", "outside", "equal", "rises", "falls", "silent"];

    public static readonly IReadOnlyList<string> Sorts = ["values", "silence"];

    public static string Of(AlertKind kind) => Kinds[(int)kind];

    public static string Of(AlertSort sort) => Sorts[(int)sort];

    public static bool TryKind(string word, out AlertKind kind)
    {
        int at = Index(Kinds, word);
        kind = (AlertKind)at;
        return at >= 0;
    }

    public static bool TrySort(string word, out AlertSort sort)
    {
        int at = Index(Sorts, word);
        sort = (AlertSort)at;
        return at >= 0;
    }

    private static int Index(IReadOnlyList<string> words, string word)
    {
        for (int i = 0; i < words.Count; i++)
            if (words[i] == word)
                return i;
        return -1;
    }
}
