using Barograph.Server.Commands;
using Barograph.Server.Config;
using Barograph.Server.Http;
using Barograph.Server.OpenApi;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Barograph.Server.Running;

/// <summary>Kestrel, set up for boards: no configuration of its own is read, and the log goes to standard error.</summary>
public static class WebHost
{
    // Room for a query whose location has 10 kB, so that it gets our own error and not a bare 414.
    private const int MaxRequestLine = 32 * 1024;

    /// <summary>Requests in flight are answered within this at a stop; the whole of it takes 10 s at most.</summary>
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(8);

    /// <summary>
    /// Four times what a report may have. A body that is too large is refused at once but still read to its end: nginx, while it is sending, would take an early
    /// answer and a closed connection for a broken server, and say 502.
    /// </summary>
    private const long MostDrained = 4L * RequestBody.MaxBytes;

    public static WebApplication Build(Settings settings)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore()
            .UseSockets(sockets => sockets.CreateBoundListenSocket = new ListenSockets(settings.SocketGroup).Bind)
            .UseUrls(SocketActivation.IsActive ? [] : [.. settings.Urls]);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MostDrained;
            kestrel.Limits.MaxRequestLineSize = MaxRequestLine;
            kestrel.ConfigureEndpointDefaults(listen => listen.Use(LengthlessPostsTransport.Wrap));
            kestrel.UseSystemd();
        });
        builder.Services.AddRoutingCore().AddDescriptions();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = DrainTime);
        // A failed start is thrown to us too, and said in one sentence instead of a stack trace.
        builder.Logging.SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
        });
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(
            console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        return builder.Build();
    }

    /// <summary>Begins to listen and says where.</summary>
    /// <exception cref="CommandFailedException">An address is in use, or not for us to take.</exception>
    public static async Task<ListenAddresses> StartAsync(WebApplication app, CancellationToken cancel)
    {
        AccessControl.DemandRules(app);
        RouteDescribing.DemandDescriptions(app);
        StaleSockets.Remove((app.Configuration[WebHostDefaults.ServerUrlsKey] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries));
        try
        {
            await app.StartAsync(cancel);
        }
        catch (Exception refused) when (refused is IOException or System.Net.Sockets.SocketException)
        {
            throw new CommandFailedException($"The server cannot listen there. {refused.Message.TrimEnd('.')}. Free the address, or choose another with --urls.");
        }
        return new ListenAddresses(
            app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses);
    }
}
