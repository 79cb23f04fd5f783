using System.Net;
using System.Net.Sockets;
using Barograph.Server.Commands;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Barograph.Server.Running;

/// <summary>
/// Binds what Kestrel listens on. A Unix socket gets its group and its mode between bind and listen, so that nobody can connect before: owner and group
/// may, and nobody else.
/// </summary>
/// <param name="group">The group's name or number; null leaves it with the process's, or the folder's if that has the set-group-id bit.</param>
public sealed class ListenSockets(string? group)
{
    private const UnixFileMode OwnerAndGroup =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    public Socket Bind(EndPoint endpoint)
    {
        Socket socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
        if (OperatingSystem.IsWindows() || endpoint is not UnixDomainSocketEndPoint unix)
            return socket;
        try
        {
            if (group is not null)
                GiveTo(group, unix.ToString());
            File.SetUnixFileMode(unix.ToString(), OwnerAndGroup);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // Not even asked for if it is the group already: under systemd the folder gives it, and the call is forbidden.
    private static void GiveTo(string group, string path)
    {
        uint id = UnixAccounts.OfMachine().FindGroup(group)
            ?? throw new CommandFailedException($"There is no group \"{group}\" on this machine; correct the setting socketGroup, or make the group with: groupadd --system {group}");
        if (FileOwner.Of(path)?.Group != id && !FileOwner.TryChangeGroup(path, id))
            throw new CommandFailedException(
                $"The server may not give its socket {path} to the group {group}, because its user is no member. Add the user to the group, "
                + $"or let the folder give it: chgrp {group} {Path.GetDirectoryName(path)} && chmod 2750 {Path.GetDirectoryName(path)}");
    }
}
