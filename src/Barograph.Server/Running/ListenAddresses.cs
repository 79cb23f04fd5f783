using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Barograph.Server.Running;

/// <summary>The addresses under which people and boards reach this server, from what Kestrel listens on.</summary>
public sealed class ListenAddresses
{
    private readonly List<string> _reachable = [];

    public ListenAddresses(IEnumerable<string> bound)
    {
        Bound = [.. bound];
        foreach (string address in Bound)
        {
            if (!Uri.TryCreate(address.Replace("://*", "://[::]", StringComparison.Ordinal).Replace("://+", "://[::]", StringComparison.Ordinal),
                    UriKind.Absolute, out Uri? url) || address.Contains("//unix:", StringComparison.OrdinalIgnoreCase))
                _reachable.Add(address);
            else if (IPAddress.TryParse(url.Host.Trim('[', ']'), out IPAddress? ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any)))
            {
                _reachable.Add($"{url.Scheme}://localhost:{url.Port}");
                _reachable.AddRange(LanAddresses().Select(lan => $"{url.Scheme}://{lan}:{url.Port}"));
            }
            else
                _reachable.Add(address.TrimEnd('/'));
        }
    }

    /// <summary>What the sockets are bound to, with the real ports.</summary>
    public IReadOnlyList<string> Bound { get; }

    /// <summary>Every address that works, this machine's own first.</summary>
    public IReadOnlyList<string> All => _reachable;

    /// <summary>What to put before a path in a link for the person at this machine; empty where only a Unix socket listens.</summary>
    public string Local => _reachable.FirstOrDefault(address => !address.Contains("//unix:", StringComparison.OrdinalIgnoreCase)) ?? "";

    private static IEnumerable<IPAddress> LanAddresses() =>
        NetworkInterface.GetAllNetworkInterfaces()
            .Where(card => card.OperationalStatus == OperationalStatus.Up && card.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .SelectMany(card => card.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)
            .Where(ip => ip.AddressFamily == AddressFamily.InterNetwork);
}
