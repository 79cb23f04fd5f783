using System.Text;

namespace Barograph.Server.Config;

/// <summary>The rule for <see cref="Settings.Urls"/>, and what a person on this machine types to reach them.</summary>
public static class ListenUrls
{
    /// <summary>The longest path that the kernel takes for a Unix socket (<c>sun_path</c> of 108 bytes with its zero).</summary>
    public const int MaxSocketPathBytes = 107;

    public static IReadOnlyList<string> Parse(string text, out string? problem)
    {
        string[] urls = text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        problem = urls.Length == 0 ? "It must hold at least one URL such as http://*:8013." : urls.Select(Problem).FirstOrDefault(p => p is not null);
        return urls;
    }

    /// <summary>The options and the URL with which curl on this machine reaches <paramref name="path"/> at the first of the URLs, TCP before Unix sockets.</summary>
    public static string CurlTarget(IReadOnlyList<string> urls, string path)
    {
        List<BindingAddress> addresses = [.. urls.Select(BindingAddress.Parse)];
        if (addresses.Find(address => !address.IsUnixPipe) is { } tcp)
            return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"http://{HostToReach(tcp)}:{tcp.Port}{path}");
        return $"--unix-socket {Quote(addresses[0].UnixPipePath)} http://localhost{path}";
    }

    /// <summary>The host under which a listening address is reached from this machine.</summary>
    public static string HostToReach(BindingAddress address) =>
        address.Host is "*" or "+" or "0.0.0.0" or "[::]" or "" ? "localhost" : address.Host;

    // The only character that ends a single-quoted word of a shell is the quote itself.
    private static string Quote(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static string? Problem(string url)
    {
        if (url.StartsWith("https:", StringComparison.OrdinalIgnoreCase))
            return $"\"{url}\" asks for TLS, which a reverse proxy such as nginx does for Barograph; listen on http:// behind it.";
        if (!url.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
            return $"\"{url}\" must start with http://.";
        try
        {
            return Problem(url, BindingAddress.Parse(url));
        }
        catch (FormatException)
        {
            return $"\"{url}\" is not a URL such as http://*:8013 or http://unix:/run/barograph/http.sock.";
        }
    }

    private static string? Problem(string url, BindingAddress address)
    {
        if (address.IsUnixPipe)
        {
            return Encoding.UTF8.GetByteCount(address.UnixPipePath) > MaxSocketPathBytes
                ? $"The socket's path in \"{url}\" is longer than {MaxSocketPathBytes} bytes; take a shorter one."
                : null;
        }
        // Whatever does not parse as a port is left in the host.
        bool hasRest = address.Host.Contains(':', StringComparison.Ordinal) && !address.Host.EndsWith(']');
        if (address.Host.Length == 0 || hasRest || address.Host.AsSpan().ContainsAny(" \t@?#"))
            return $"\"{url}\" has no valid host and port; write http://*:8013 for all interfaces, http://unix:/path for a socket.";
        if (address.Port is < 0 or > 65535)
            return $"\"{url}\" has a port outside 0 to 65535.";
        return address.PathBase.Length > 0 ? $"\"{url}\" has a path, \"{address.PathBase}\"; leave it out." : null;
    }
}
