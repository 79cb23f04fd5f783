using System.Net.Sockets;

namespace Barograph.Server.Running;

/// <summary>
/// A Unix socket's file outlives kill -9, and binding to it fails then. Before listening, those that nobody answers at are removed; one that somebody
/// answers at stays, and binding says that it is in use.
/// </summary>
public static class StaleSockets
{
    public static void Remove(IEnumerable<string> urls)
    {
        foreach (string url in urls)
            if (BindingAddress.Parse(url) is { IsUnixPipe: true } address && IsStale(address.UnixPipePath))
                File.Delete(address.UnixPipePath);
    }

    private static bool IsStale(string path)
    {
        if (!File.Exists(path))
            return false;
        using Socket probe = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
            return false;
        }
        catch (SocketException refused) when (refused.SocketErrorCode == SocketError.ConnectionRefused)
        {
            // A regular file refuses too: only what is a socket may be removed.
            return IsSocket(path);
        }
        catch (SocketException)
        {
            return false;
        }
    }

    // .NET has no name for the type of a socket's file; opening one fails with ENXIO, whoever asks.
    private static bool IsSocket(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
