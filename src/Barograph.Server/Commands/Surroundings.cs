using System.Net.Sockets;
using Barograph.Model;
using Barograph.Server.Config;
using Barograph.Storage;

namespace Barograph.Server.Commands;

/// <summary>The checks of <c>doctor</c> that are not about the store itself.</summary>
public static class Surroundings
{
    /// <summary>When this program was written: a clock before it is wrong.</summary>
    private static readonly Instant Written = Instant.FromDateTime(new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(1);

    public static async Task<Finding> ClockAsync(AdminContext context, CancellationToken cancel)
    {
        Instant now = Instant.Now(context.Clock);
        if (now < Written)
            return new(FindingLevel.Fault, "clock", $"It says {TerminalText.Of(now)}, which is past; set it, for example with: timedatectl set-ntp true");
        // The ingest part writes down when reports came, and may not read it.
        IReadOnlyList<DeviceActivity> activity = context.Settings.Part.ServesPeople() ? await context.Store.Activity.SumAsync(cancel) : [];
        Instant last = activity.Count == 0 ? now : activity.Max(sum => sum.LastSeen);
        return last > now + Tolerance
            ? new(FindingLevel.Warning, "clock",
                $"It says {TerminalText.Of(now)}, but a report came at {TerminalText.Of(last)}: it was set back. Check it with: timedatectl")
            : new(FindingLevel.Fine, "clock", $"It says {TerminalText.Of(now)}.");
    }

    /// <summary>One finding for each URL: whether something listens there, and whether it should.</summary>
    public static async Task<IReadOnlyList<Finding>> SocketsAsync(AdminContext context, CancellationToken cancel)
    {
        // A SQLite store that this process could open has no server.
        bool serverIsOff = !context.InServer && context.Settings.Store.Kind == StoreKind.Sqlite;
        var findings = new List<Finding>();
        foreach (string url in context.Settings.Urls)
        {
            bool? listens = await ListensAsync(BindingAddress.Parse(url), cancel);
            findings.Add((listens, serverIsOff) switch
            {
                (null, _) => new(FindingLevel.Notice, "sockets", $"This user may not connect to {url}, as it should be if it is not the web server's; whether it is served is not known."),
                (true, false) => new(FindingLevel.Fine, "sockets", $"{url} takes connections."),
                (false, true) => new(FindingLevel.Fine, "sockets", $"{url} is free for the server."),
                (false, false) => new(FindingLevel.Warning, "sockets", $"Nothing takes connections at {url}; is a server running, and with these --urls?"),
                (true, true) => new(FindingLevel.Warning, "sockets", $"Another program takes connections at {url}; stop it, or start the server with other --urls."),
            });
        }
        return findings;
    }

    /// <summary>Null if this user may not try.</summary>
    private static async Task<bool?> ListensAsync(BindingAddress address, CancellationToken cancel)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, timeout.Token);
        try
        {
            if (address.IsUnixPipe)
            {
                using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(address.UnixPipePath), either.Token);
            }
            else
            {
                using var client = new TcpClient();
                await client.ConnectAsync(ListenUrls.HostToReach(address), address.Port, either.Token);
            }
            return true;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AccessDenied)
        {
            return null;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException && !cancel.IsCancellationRequested)
        {
            return false;
        }
    }
}
