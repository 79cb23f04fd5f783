using Barograph.Formats;

namespace Barograph.Server.Http.Dialects;

/// <summary>Looks for secrets in queries and forms.</summary>
public static class SentSecrets
{
    /// <summary>The value of the first field of this name, in the query and then in the form; null if it is in neither, or empty.</summary>
    public static string? Find(DialectRequest request, ReadOnlySpan<byte> name) => Find(request.Query, name) ?? Find(request.Body, name);

    private static string? Find(ReadOnlySpan<byte> fields, ReadOnlySpan<byte> name)
    {
        var pairs = new FormPairs(fields);
        while (pairs.MoveNext())
            if (FormText.KeyIs(pairs.Key, name) && !pairs.Value.IsEmpty)
                return FormText.DecodeText(pairs.Value, out _);
        return null;
    }
}
