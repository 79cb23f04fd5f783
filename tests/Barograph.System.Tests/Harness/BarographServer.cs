using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Barograph.SystemTests.Harness;

/// <summary>The real executable, started on a <see cref="Place"/>. Disposing it kills it by its process id.</summary>
public sealed class BarographServer : IAsyncDisposable
{
    private readonly ServerOptions _options;
    private readonly ServerGuardian _guardian;
    private Process? _process;
    private int _port;
    private int _mqttPort;

    private BarographServer(Place place, ServerOptions options)
    {
        Place = place;
        _options = options;
        _port = options.Port;
        _guardian = new ServerGuardian(place.Folder, options.Keep);
    }

    public Place Place { get; }

    /// <summary>Of the latest start.</summary>
    public ProcessOutput Printed { get; private set; } = new();

    /// <summary>Standard error of all starts.</summary>
    public IEnumerable<string> AllErrors => _earlier.Append(Printed).SelectMany(output => output.Errors);

    private readonly List<ProcessOutput> _earlier = [];

    public int ProcessId => _process?.Id ?? throw new InvalidOperationException("The server is stopped.");

    public int Port => _port;

    /// <summary>Where MQTT is served on 127.0.0.1, if it is.</summary>
    public int MqttPort => _mqttPort;

    public EndPoint Target => _options.OnUnixSocket ? new UnixDomainSocketEndPoint(Place.SocketPath) : new IPEndPoint(IPAddress.Loopback, _port);

    public string BaseAddress => $"http://127.0.0.1:{_port.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The API seen with one credential.</summary>
    public ServerApi Api(string? token = null) => new(this, token is null ? null : "Bearer " + token);

    public static async Task<BarographServer> StartAsync(Place place, ServerOptions? options = null)
    {
        var server = new BarographServer(place, options ?? ServerOptions.Usual);
        try
        {
            await server.StartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it, the first time or again on the same store and address, and returns when it is ready.</summary>
    public async Task StartAsync()
    {
        Launch();
        await Patience.UntilAsync("the server prints its addresses and that it is ready", IsUp, () => Printed.All);
        if (_process!.HasExited)
            throw new InvalidOperationException($"The server ended at its start with {_process.ExitCode}:\n{Printed.All}");
        if (!_options.OnUnixSocket)
            _port = new Uri(Printed.Lines.First(line => line.StartsWith("    http://", StringComparison.Ordinal)).Trim()).Port;
        if (_options.Mqtt)
            _mqttPort = new Uri(Printed.Lines.First(line => line.StartsWith("    mqtt", StringComparison.Ordinal)).Trim()).Port;
    }

    /// <summary>Starts a server that is expected to refuse, and returns its exit code and everything it printed.</summary>
    public static async Task<(int ExitCode, string Printed)> StartInVainAsync(Place place, ServerOptions? options = null)
    {
        await using var server = new BarographServer(place, options ?? ServerOptions.Usual);
        server.Launch();
        await server._process!.WaitForExitAsync().WaitAsync(Patience.Limit);
        server._process.WaitForExit();
        return (server._process.ExitCode, server.Printed.All);
    }

    /// <summary><c>kill -9</c>.</summary>
    public async Task KillAsync()
    {
        await Shell.SignalAsync("KILL", ProcessId);
        await EndAsync();
    }

    public Task SignalAsync(string signal) => Shell.SignalAsync(signal, ProcessId);

    /// <summary>SIGTERM; returns the exit code.</summary>
    public async Task<int> StopAsync()
    {
        await SignalAsync("TERM");
        return await EndAsync();
    }

    /// <summary>Waits for the end that somebody has caused, and returns the exit code.</summary>
    public async Task<int> EndAsync()
    {
        Process process = _process ?? throw new InvalidOperationException("The server is stopped already.");
        await process.WaitForExitAsync().WaitAsync(Patience.Limit);
        int exitCode = process.ExitCode;
        process.Dispose();
        _process = null;
        return exitCode;
    }

    /// <summary>Runs an admin command on this server's store; it must succeed.</summary>
    public async Task<CommandResult> CommandAsync(params string[] arguments) => (await TryCommandAsync(null, arguments)).Succeeded();

    public async Task<CommandResult> CommandWithInputAsync(string input, params string[] arguments) =>
        (await TryCommandAsync(input, arguments)).Succeeded();

    public Task<CommandResult> TryCommandAsync(string? input, params string[] arguments) =>
        ProductCommand.RunAsync(Place.Folder, input, [.. arguments, .. Place.Options]);

    /// <summary>Adds a device and returns its token, once the server knows it.</summary>
    public async Task<string> AddDeviceAsync(string name, params string[] options) =>
        await KnownAsync((await CommandAsync(["device", "add", name, "--json", .. options])).Token);

    /// <summary>Adds a personal token and returns it, once the server knows it.</summary>
    public async Task<string> AddTokenAsync(string name, string scope) =>
        await KnownAsync((await CommandAsync("token", "add", name, "--scope", scope, "--json")).Token);

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
            await KillAsync();
        _process?.Dispose();
        _guardian.Dispose();
        if (!_options.Keep)
            Place.Dispose();
    }

    private async Task<string> KnownAsync(string token)
    {
        byte[] question = RawHttp.Request("GET", "/SQL_API", (byte[]?)null, "Authorization: Bearer " + token);
        IPAddress? from = _options.OnUnixSocket ? null : RawHttp.NewAddress();
        await Patience.UntilAsync("the new token is known", async () => (await RawHttp.SendAsync(Target, question, from)).Status is 201 or 403);
        return token;
    }

    private void Launch()
    {
        string urls = _options.OnUnixSocket
            ? "http://unix:" + Place.SocketPath
            : "http://127.0.0.1:" + _port.ToString(CultureInfo.InvariantCulture);
        _earlier.Add(Printed);
        Printed = new ProcessOutput();
        string[] mqtt = _options.Mqtt ? ["--mqtt", "127.0.0.1:" + _mqttPort.ToString(CultureInfo.InvariantCulture)] : [];
        ProcessStartInfo start = _options.Binary.StartInfo(Place.Folder, ["serve", "--urls", urls, .. mqtt, .. Place.Options, .. _options.More]);
        foreach ((string name, string value) in _options.Environment)
            start.Environment[name] = value;
        ProductBinary.StartBy(_options.Tracer, start);
        _process = Process.Start(start)!;
        _guardian.Watch(_process.Id);
        Printed.Attach(_process);
    }

    private bool IsUp()
    {
        if (_process!.HasExited)
            return true;
        IReadOnlyList<string> lines = Printed.Lines;
        return _options.StoreIsAway
            ? lines.Any(line => line.StartsWith("    http://", StringComparison.Ordinal))
            : lines.Any(line => line.StartsWith("Ready", StringComparison.Ordinal));
    }
}
