using System.CommandLine;
using System.Net.Sockets;
using Barograph.Server.Config;

namespace Barograph.Server.Commands;

/// <summary><c>barograph health</c>: asks the server of these settings for <c>/readyz</c>, for containers and scripts that have no curl.</summary>
public static class HealthCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    public static Command Build(AdminCommandTree tree, CommandHost host)
    {
        var command = new Command("health", "Succeed if the server takes reports: it listens and its store answers");
        tree.ServeOptions.AddTo(command);
        command.SetAction((parse, cancel) => RunAsync(tree.ReadSettings(parse, host), host, cancel));
        return command;
    }

    private static async Task<int> RunAsync(Settings settings, CommandHost host, CancellationToken cancel)
    {
        string url = settings.Urls[0];
        BindingAddress address = BindingAddress.Parse(url);
        try
        {
            using HttpClient client = Client(address);
            using HttpResponseMessage answer = await client.GetAsync(new UriBuilder("http", "localhost") { Path = "/readyz" }.Uri, cancel);
            host.Out.Write(await answer.Content.ReadAsStringAsync(cancel));
            return answer.IsSuccessStatusCode ? ExitCode.Success : ExitCode.Failure;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !cancel.IsCancellationRequested)
        {
            throw new CommandFailedException($"Nothing answers at {url}; is the server running, and with these urls?");
        }
    }

    private static HttpClient Client(BindingAddress address) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        ConnectCallback = (_, cancel) => ConnectAsync(address, cancel),
    })
    {
        Timeout = Patience,
    };

    private static async ValueTask<Stream> ConnectAsync(BindingAddress address, CancellationToken cancel)
    {
        Socket socket = address.IsUnixPipe ? new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) : new(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await (address.IsUnixPipe
                ? socket.ConnectAsync(new UnixDomainSocketEndPoint(address.UnixPipePath), cancel)
                : socket.ConnectAsync(ListenUrls.HostToReach(address), address.Port, cancel));
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
