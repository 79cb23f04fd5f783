using System.Text;
using System.Text.Json;

namespace Barograph.Tests.Formats;

/// <summary>Reads the cases of spec/payloads.</summary>
internal static class Golden
{
    private static readonly string Root = FindRoot();

    public static string[] Names(string folder, string extension) =>
        [.. Directory.GetFiles(Path.Combine(Root, folder), "*" + extension)
            .Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    /// <summary>The folders that hold inputs with this extension.</summary>
    public static IEnumerable<string> Folders(string extension) =>
        Directory.GetDirectories(Root).Where(folder => Directory.EnumerateFiles(folder, "*" + extension).Any()).Select(folder => Path.GetFileName(folder));

    public static byte[] Bytes(string folder, string name, string extension) =>
        File.ReadAllBytes(Path.Combine(Root, folder, name + extension));

    public static JsonElement Expectation(string folder, string name) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Root, folder, name + ".json"))).RootElement;

    /// <summary>Takes a raw request apart as far as a parser gets it: method, query, and as much body as Content-Length says.</summary>
    public static (string Method, byte[] Query, byte[] Body) Request(byte[] raw)
    {
        int end = raw.AsSpan().IndexOf("\r\n\r\n"u8);
        string[] lines = Encoding.UTF8.GetString(raw, 0, end).Split("\r\n");
        string[] first = lines[0].Split(' ');
        string? length = lines.FirstOrDefault(line => line.StartsWith("content-length:", StringComparison.OrdinalIgnoreCase));
        int bodyLength = length is null ? 0 : int.Parse(length.AsSpan(15), System.Globalization.CultureInfo.InvariantCulture);
        int mark = first[1].IndexOf('?', StringComparison.Ordinal);
        byte[] query = mark < 0 ? [] : Encoding.UTF8.GetBytes(first[1][mark..]);
        return (first[0], query, raw.AsSpan(end + 4, bodyLength).ToArray());
    }

    /// <summary>Path, query without its question mark, and body of a raw request.</summary>
    public static (string Path, byte[] Query, byte[] Body) Target(byte[] raw)
    {
        (_, byte[] query, byte[] body) = Request(raw);
        string target = Encoding.UTF8.GetString(raw, 0, raw.AsSpan().IndexOf("\r\n"u8)).Split(' ')[1];
        return (target.Split('?')[0], query.Length == 0 ? [] : query[1..], body);
    }

    /// <summary>A header of a raw request, or null.</summary>
    public static string? Header(byte[] raw, string name) =>
        Encoding.UTF8.GetString(raw, 0, raw.AsSpan().IndexOf("\r\n\r\n"u8)).Split("\r\n")
            .FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Barograph.slnx")))
                return Path.Combine(folder.FullName, "spec", "payloads");
        throw new InvalidOperationException("The tests must run from inside a checkout.");
    }
}
