using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Barograph.SystemTests.Mqtt;

/// <summary>mosquitto itself, with what it keeps in a folder of its own.</summary>
internal sealed class MosquittoBroker : IAsyncDisposable
{
    private readonly ScratchFolder _folder = new();
    private Process? _process;

    public int Port { get; private set; }

    public static async Task<MosquittoBroker> StartNewAsync()
    {
        MosquittoBroker broker = new() { Port = FreePort() };
        await broker.StartAsync();
        return broker;
    }

    public async Task StartAsync()
    {
        string file = Path.Combine(_folder.Path, "mosquitto.conf");
        await File.WriteAllTextAsync(file, $"""
            listener {Mosquitto.Text(Port)} 127.0.0.1
            allow_anonymous true
            user root
            persistence true
            persistence_location {_folder.Path}/
            max_queued_messages 0

            """);
        _process = Mosquitto.Start(File.Exists("/usr/sbin/mosquitto") ? "/usr/sbin/mosquitto" : "mosquitto", "-c", file);
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await Patience.UntilAsync("mosquitto listens", async () =>
        {
            using TcpClient client = new();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, Port);
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        });
    }

    /// <summary>It writes down what it has. Killed, it would lose what it has acknowledged since its last snapshot, which is its own affair.</summary>
    public async Task StopAsync()
    {
        await Shell.SignalAsync("TERM", _process!.Id);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await StopAsync();
        _folder.Dispose();
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
