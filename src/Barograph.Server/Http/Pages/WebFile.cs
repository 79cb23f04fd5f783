namespace Barograph.Server.Http.Pages;

/// <summary>A file of the dashboard as it is built into the executable, packed where that is worth it.</summary>
public sealed record WebFile(string ContentType, byte[] Plain, byte[]? Gzip, byte[]? Brotli)
{
    private const string Prefix = "web/";

    /// <summary>All of them by their path; empty where the dashboard was not built.</summary>
    public static IReadOnlyDictionary<string, WebFile> ReadAll()
    {
        Dictionary<string, WebFile> files = new(StringComparer.Ordinal);
        foreach (string name in typeof(WebFile).Assembly.GetManifestResourceNames())
            if (name.StartsWith(Prefix, StringComparison.Ordinal) && ContentTypeOf(name) is { } type)
                files.Add(name[Prefix.Length..], new WebFile(type, Read(name)!, Read(name + ".gz"), Read(name + ".br")));
        return files;
    }

    /// <summary>Null for what is only another form of a file.</summary>
    private static string? ContentTypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => null,
    };

    private static byte[]? Read(string name)
    {
        using Stream? stream = typeof(WebFile).Assembly.GetManifestResourceStream(name);
        if (stream is null)
            return null;
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
