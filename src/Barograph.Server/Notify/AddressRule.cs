using System.Net;
using System.Net.Sockets;

namespace Barograph.Server.Notify;

/// <summary>Which addresses a target may have: what a person types must not make the server knock at its own house or its neighbours' by itself.</summary>
public static class AddressRule
{
    private static readonly IPNetwork[] Never =
    [
        IPNetwork.Parse("0.0.0.0/8"), IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("192.0.0.0/24"), IPNetwork.Parse("224.0.0.0/3"),
        IPNetwork.Parse("::/128"), IPNetwork.Parse("fe80::/10"), IPNetwork.Parse("ff00::/8"),
        // Ways to write an IPv4 address that are decided about as what they lead to, or not at all: NAT64, 6to4, Teredo.
        IPNetwork.Parse("64:ff9b::/96"), IPNetwork.Parse("64:ff9b:1::/48"), IPNetwork.Parse("2002::/16"), IPNetwork.Parse("2001::/32"),
    ];

    private static readonly IPNetwork[] OwnersWish =
    [
        IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("100.64.0.0/10"), IPNetwork.Parse("198.18.0.0/15"), IPNetwork.Parse("::1/128"), IPNetwork.Parse("fc00::/7"),
    ];

    /// <param name="address">Where a name leads to.</param>
    /// <param name="allowsLan">An owner has said that it may be this machine or a private network.</param>
    public static bool Allows(IPAddress address, bool allowsLan)
    {
        IPAddress plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return !Array.Exists(Never, network => network.Contains(plain)) && (allowsLan || !Array.Exists(OwnersWish, network => network.Contains(plain)));
    }

    /// <summary>Resolves once, and connects to an address that was looked at: the name may lead elsewhere a moment later.</summary>
    /// <exception cref="NotifyException">None of its addresses is allowed, or nobody is there.</exception>
    public static async ValueTask<Socket> ConnectAsync(string host, int port, bool allowsLan, CancellationToken cancel)
    {
        IPAddress[] allowed;
        try
        {
            IPAddress[] all = IPAddress.TryParse(host, out IPAddress? written) ? [written] : await Dns.GetHostAddressesAsync(host, cancel);
            allowed = [.. all.Where(address => Allows(address, allowsLan))];
        }
        catch (SocketException)
        {
            throw new NotifyException("Its name cannot be resolved.");
        }
        if (allowed.Length == 0)
            throw new NotifyException("Its address is not allowed: a target in a private network, or on this machine, needs an owner's permission.");
        foreach (IPAddress address in allowed)
        {
            Socket socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(address, port, cancel);
                return socket;
            }
            catch (SocketException)
            {
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
        throw new NotifyException("Nobody answers there.");
    }
}
