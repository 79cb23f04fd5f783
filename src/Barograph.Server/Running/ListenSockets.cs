using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Barograph.Server.Running;

/// <summary>
/// Binds what Kestrel listens on. A Unix socket gets its mode between bind and listen, so that nobody can connect before: owner and group may, and
/// nobody else. The group is the process's, or the folder's if that has the set-group-id bit.
/// </summary>
public static class ListenSockets
{
    private const UnixFileMode OwnerAndGroup =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    public static Socket Bind(EndPoint endpoint)
    {
        Socket socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
        if (!OperatingSystem.IsWindows() && endpoint is UnixDomainSocketEndPoint unix)
            File.SetUnixFileMode(unix.ToString(), OwnerAndGroup);
        return socket;
    }
}
