using Barograph.Server.Running;
using Barograph.Storage;

namespace Barograph.Server.Commands.Checks;

/// <summary>
/// Who can connect to the Unix sockets. Whoever can is believed about where a request comes from, so it must be the web server and nobody else.
/// </summary>
public static class WebSockets
{
    private const string Subject = "socket rights";
    private static readonly string[] WebServers = ["www-data", "nginx", "http", "caddy"];

    public static IEnumerable<Finding> Examine(IEnumerable<string> urls, UnixAccounts accounts) =>
        from url in urls
        let address = BindingAddress.Parse(url)
        where address.IsUnixPipe && Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(address.UnixPipePath)))
        select Examine(Path.GetFullPath(address.UnixPipePath), accounts) into finding
        where finding is not null
        select finding;

    /// <summary>Null if there is no such socket.</summary>
    private static Finding? Examine(string path, UnixAccounts accounts)
    {
        string folder = Path.GetDirectoryName(path)!;
        if (FileOwner.Of(path) is not { } socket || FileOwner.Of(folder) is not { } place)
            return IsHidden(path) ? new(FindingLevel.Notice, Subject, $"This user may not look at {path}. For this check, run: sudo barograph doctor") : null;
        if (socket.Mode.HasFlag(UnixFileMode.OtherWrite) && place.Mode.HasFlag(UnixFileMode.OtherExecute))
            return new(FindingLevel.Fault, Subject,
                $"Everybody on this machine can connect to {path} and claim any address. Run: chmod 660 {path}, or restart the server, which does it.");
        string group = accounts.NameOfGroup(socket.Group);
        if (!socket.Mode.HasFlag(UnixFileMode.GroupWrite))
            return new(FindingLevel.Warning, Subject, $"The group {group} may not connect to {path}, so a web server cannot. Run: chmod 660 {path}");
        return Stranger(socket, place, accounts) is { } web
            ? new(FindingLevel.Warning, Subject,
                $"The web server's user {web} may not connect to {path} (group {group}) and answers 502. Run: chgrp {web} {folder} {path} && chmod 2750 {folder}")
            : new(FindingLevel.Fine, Subject, $"Only {accounts.NameOfUser(socket.User)} and the group {group} can connect to {path}.");
    }

    private static bool IsHidden(string path)
    {
        try
        {
            File.GetAttributes(path);
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            return true;
        }
        catch (IOException)
        {
            // It is not there, which another line tells.
            return false;
        }
    }

    /// <summary>The first web server's user of this machine, if it may not connect; null if it may, or if there is none.</summary>
    private static string? Stranger(FileOwner socket, FileOwner folder, UnixAccounts accounts)
    {
        if (WebServers.FirstOrDefault(name => accounts.FindUser(name) is not null) is not { } web)
            return null;
        uint user = accounts.FindUser(web)!.Value;
        IReadOnlySet<uint> groups = accounts.GroupsOf(web);
        bool may = socket.Allows(UnixFileMode.OtherWrite, user, [.. groups]) && folder.Allows(UnixFileMode.OtherExecute, user, [.. groups]);
        return may ? null : web;
    }
}
