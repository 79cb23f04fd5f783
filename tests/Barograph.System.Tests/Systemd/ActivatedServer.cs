using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace Barograph.SystemTests.Systemd;

/// <summary>
/// A server at a socket that somebody else holds, as systemd does. <c>systemd-socket-activate</c> opens the socket and, at the first connection, becomes a
/// shell that keeps it and starts the server on it; after the server's end it starts the next one when it is told to.
/// </summary>
public sealed class ActivatedServer : IAsyncDisposable
{
    // LISTEN_PID must be the server's own: the inner shell becomes the server.
    private const string Holder =
        """
        while :; do
          sh -c 'echo "server $$"; export LISTEN_PID=$$ LISTEN_FDS=1; exec "$@" </dev/null' starter "$@"
          echo "ended $?"
          read -r again || exit 0
        done
        """;

    private readonly Place _place;
    private readonly ServerGuardian _holderGuardian;
    private readonly ServerGuardian _serverGuardian;
    private readonly Process _holder;

    private ActivatedServer(Place place)
    {
        _place = place;
        _holderGuardian = new ServerGuardian(place.Folder, keepFolder: true);
        _serverGuardian = new ServerGuardian(place.Folder, keepFolder: false);
        ProcessStartInfo server = ProductBinary.Default.StartInfo(place.Folder, ["serve", "--urls", "http://127.0.0.1:0", .. place.Options]);
        string[] command = [server.FileName, .. server.ArgumentList];
        server.FileName = "systemd-socket-activate";
        server.ArgumentList.Clear();
        // It hands on nothing of its environment that is not named.
        string[] names = ["PATH", "LANG", "TZ", "DOTNET_ROOT"];
        foreach (string argument in (string[])["-l", place.SocketPath, .. names.SelectMany(name => new[] { "-E", name }), "/bin/sh", "-c", Holder, "holder", .. command])
            server.ArgumentList.Add(argument);
        _holder = Process.Start(server)!;
        _holderGuardian.Watch(_holder.Id);
        Printed.Attach(_holder);
    }

    public ProcessOutput Printed { get; } = new();

    public UnixDomainSocketEndPoint Target => new(_place.SocketPath);

    /// <summary>Opens the socket; the server is started by the first connection.</summary>
    public static async Task<ActivatedServer> OpenAsync(Place place)
    {
        var server = new ActivatedServer(place);
        // The file is there a moment before anybody listens.
        await Patience.UntilAsync("it listens",
            () => server.Printed.Errors.Any(line => line.StartsWith("Listening on", StringComparison.Ordinal)), () => server.Printed.All);
        return server;
    }

    public int Starts => Numbers("server ").Count;

    /// <summary>Exit codes of the servers that have ended.</summary>
    public IReadOnlyList<int> Ends => Numbers("ended ");

    /// <summary>SIGTERM; returns the exit code.</summary>
    public async Task<int> StopAsync()
    {
        int ends = Ends.Count;
        await Shell.SignalAsync("TERM", Numbers("server ")[^1]);
        await Patience.UntilAsync("the server ends", () => Ends.Count > ends, () => Printed.All);
        return Ends[^1];
    }

    /// <summary>Starts the next server; it may be used before it is up.</summary>
    public async Task StartAgainAsync()
    {
        int starts = Starts;
        await _holder.StandardInput.WriteLineAsync();
        await _holder.StandardInput.FlushAsync();
        await Patience.UntilAsync("the next server is started", () => Starts > starts, () => Printed.All);
        _serverGuardian.Watch(Numbers("server ")[^1]);
    }

    public async ValueTask DisposeAsync()
    {
        // Without input the holder ends as soon as its server does; before the first connection it has to be told.
        if (Starts > Ends.Count)
            await StopAsync();
        if (Starts == 0)
            _holder.Kill();
        else
            _holder.StandardInput.Close();
        await _holder.WaitForExitAsync().WaitAsync(Patience.Limit);
        _holder.Dispose();
        _holderGuardian.Dispose();
        _serverGuardian.Dispose();
        _place.Dispose();
    }

    private List<int> Numbers(string before) =>
        [.. Printed.Lines.Where(line => line.StartsWith(before, StringComparison.Ordinal)).Select(line => int.Parse(line[before.Length..], CultureInfo.InvariantCulture))];
}
