using System.Globalization;
using System.Net.Sockets;
using Barograph.Model;
using Barograph.Server.Config;
using Barograph.Storage;

namespace Barograph.Server.Commands;

/// <summary>The checks of <c>doctor</c> that are not about the store itself.</summary>
public static class Surroundings
{
    private const long Mebibyte = 1024 * 1024;

    // SQLite needs room for its write-ahead log beside the data; 100 MiB is some millions of samples.
    private const long LowBytes = 1024 * Mebibyte;
    private const long VeryLowBytes = 100 * Mebibyte;

    /// <summary>When this program was written: a clock before it is wrong.</summary>
    private static readonly Instant Written = Instant.FromDateTime(new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(1);

    public static async Task<Finding> ClockAsync(IStore store, TimeProvider clock, CancellationToken cancel)
    {
        Instant now = Instant.Now(clock);
        if (now < Written)
            return new(FindingLevel.Fault, "clock", $"It says {TerminalText.Of(now)}, which is past; set it, for example with: timedatectl set-ntp true");
        IReadOnlyList<DeviceActivity> activity = await store.Activity.SumAsync(cancel);
        Instant last = activity.Count == 0 ? now : activity.Max(sum => sum.LastSeen);
        return last > now + Tolerance
            ? new(FindingLevel.Warning, "clock",
                $"It says {TerminalText.Of(now)}, but a report came at {TerminalText.Of(last)}: it was set back. Check it with: timedatectl")
            : new(FindingLevel.Fine, "clock", $"It says {TerminalText.Of(now)}.");
    }

    public static Finding Disk(Settings settings)
    {
        string path = Path.GetFullPath(settings.Store.Kind == StoreKind.Sqlite ? settings.Store.Value : settings.Data);
        try
        {
            string folder = NearestFolder(path);
            long free = new DriveInfo(folder).AvailableFreeSpace;
            string text = string.Create(CultureInfo.InvariantCulture, $"{free / Mebibyte} MiB are free at {folder}.");
            return free switch
            {
                < VeryLowBytes => new(FindingLevel.Fault, "disk", text + " Free some space: reports will soon be refused."),
                < LowBytes => new(FindingLevel.Warning, "disk", text + " Free some space."),
                _ => new(FindingLevel.Fine, "disk", text),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new(FindingLevel.Warning, "disk", $"The free space at {path} is unknown: {e.Message}");
        }
    }

    /// <summary>One finding for each URL: whether something listens there.</summary>
    public static async Task<IReadOnlyList<Finding>> SocketsAsync(Settings settings, CancellationToken cancel)
    {
        var findings = new List<Finding>();
        foreach (string url in settings.Urls)
        {
            bool listens = await ListensAsync(BindingAddress.Parse(url), cancel);
            findings.Add(listens
                ? new(FindingLevel.Fine, "sockets", $"{url} takes connections.")
                : new(FindingLevel.Warning, "sockets", $"Nothing takes connections at {url}; is the server running, and with these --urls?"));
        }
        return findings;
    }

    private static async Task<bool> ListensAsync(BindingAddress address, CancellationToken cancel)
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
        catch (Exception e) when (e is SocketException or OperationCanceledException && !cancel.IsCancellationRequested)
        {
            return false;
        }
    }

    private static string NearestFolder(string path)
    {
        string? folder = path;
        while (folder is not null && !Directory.Exists(folder))
            folder = Path.GetDirectoryName(folder);
        return folder ?? "/";
    }
}
