using System.Diagnostics.Metrics;
using Barograph.Ingest;
using Barograph.Live;
using Barograph.Server.Alerts;
using Barograph.Server.Auth;
using Barograph.Server.Commands;
using Barograph.Server.Commands.Control;
using Barograph.Server.Commands.Import;
using Barograph.Server.Config;
using Barograph.Server.Figures;
using Barograph.Server.Http;
using Barograph.Server.Http.Alerts;
using Barograph.Server.Http.Dialects;
using Barograph.Server.Http.Dialects.Stations;
using Barograph.Server.Http.Pages;
using Barograph.Server.Mqtt;
using Barograph.Server.Notify;
using Barograph.Server.OpenApi;
using Barograph.Server.Pull;
using Barograph.Server.Running;
using Barograph.Storage;

namespace Barograph.Server;

/// <summary>The composition root: <see cref="ServeAsync"/> reads top to bottom, and stopping is the mirror of starting.</summary>
public static class Program
{
    public static Task<int> Main(string[] args) => BarographCommand.RunAsync(args, ServeAsync);

    private static async Task<int> ServeAsync(Settings settings, CancellationToken cancel)
    {
        // What it is made of
        TimeProvider clock = TimeProvider.System;
        using Meter meter = new(OwnFigures.MeterName);
        using FigureCollector figures = new(WantedFigures.All);
        await using WebApplication app = WebHost.Build(settings);
        ILoggerFactory logs = app.Services.GetRequiredService<ILoggerFactory>();
        await using IStore store = settings.Store.Open(settings, clock);
        TroubleLog trouble = new(logs.CreateLogger("Barograph.Ingest"), clock);
        IngestLimits limits = new() { SeriesPerToken = settings.SeriesPerToken };
        LiveHub live = new(cancel => store.Series.ListAsync(null, cancel), new LiveLimits(), clock, trouble.Report);
        ReportIntervals intervals = new(store, clock);
        using Alerting alerting = new(store, intervals, settings, clock, logs);
        CommitObservers observers = new(live, alerting.Observer);
        IngestPipeline ingest = new(store.Series, new CommitTimer(store.Writer, meter, clock), limits, new ReceiveClock(clock), trouble.Report, observers);
        using CredentialSource credentials = new(store, ingest.ForgetSeries + (Action)live.ForgetSeries, clock, logs.CreateLogger<CredentialSource>());
        using SlowHasher hasher = new();
        FailureThrottle throttle = new(clock);
        Authenticator authenticator = new(credentials, hasher, throttle, clock);
        await using MqttService mqtt = new(settings, new MqttIntake(ingest), (authenticator, credentials), clock, logs);
        using WeatherPulls weather = new(settings, new PullTarget(store, settings.Part.ServesPeople(), ingest, clock, logs.CreateLogger<WeatherPulls>()));
        Func<CancellationToken, Task>[] follow = settings.Part.ServesPeople() ? [new LiveFollower(store, live).RunAsync, alerting.RunAsync, .. alerting.Heartbeats(() => ingest.CommitStep)] : [];
        Background background = new(store, settings.Part, ingest, credentials, clock, logs.CreateLogger<Background>()) { Beside = [.. follow, .. mqtt.Works, .. weather.Works], Intervals = intervals };
        Sessions sessions = new(store, clock);
        AccountPasswords passwords = new(store, hasher, throttle);
        UnknownStations stations = new(clock);
        using PendingAlerts pending = new(store, clock);
        SetupLink setupLink = new();
        OwnFigures.PublishIngest(meter, ingest, limits);
        OwnFigures.PublishServer(meter, throttle, settings, clock);
        ServiceNotices notices = new(ingest, clock, logs.CreateLogger<ServiceNotices>());
        FirstStart firstStart = new(store, setupLink, settings.Data, Console.Out, !Console.IsOutputRedirected, clock);

        // What it offers
        ErrorHandling errors = new(logs.CreateLogger<ErrorHandling>());
        AccessControl access = new(authenticator, sessions, store.Site, OtherPart.NothingHere(settings.Part));
        UseOurs(app, errors, access);
        app.MapHealth(store, clock);
        new MetricsEndpoint(figures, settings.Part.ServesPeople() ? store : null, settings.MetricsValues, clock).Map(app);
        MapIntake(app, settings.Part, ingest, stations, clock);
        if (settings.Part.ServesPeople())
        {
            MapReading(app, store, intervals, clock);
            new LiveEndpoint(live, store.Series, access, clock).Map(app);
            app.MapPeople(store, passwords, stations, settings, clock);
            app.MapAlerts(store, pending, new SecretBox(settings.AlertsKey), intervals, clock);
            app.MapDescriptions();
            app.MapSiteAssets();
            new SetupPage(store, setupLink, sessions, firstStart.ForgetLink, clock).Map(app);
            new SignInPage(sessions, passwords).Map(app);
            new AcknowledgePage(store, clock).Map(app);
            new Dashboard().Map(app);
        }

        // Start: store, ingest, MQTT and HTTP, then what runs beside the requests
        if (settings.Part.ServesPeople())
            Directory.CreateDirectory(settings.Data);
        bool isOpen = await background.TryOpenAsync(cancel);
        ingest.Start();
        await mqtt.StartAsync();
        ListenAddresses addresses = await WebHost.StartAsync(app, cancel);
        Greeting greeting = new(store, settings.Part, settings.Part.ServesPeople() ? firstStart : null, addresses, Console.Out, notices) { Mqtt = new ListenAddresses(mqtt.Bound).All };
        AdminCommandHandler admin = new(store, settings with { Urls = addresses.Bound }, clock, logs.CreateLogger<AdminCommandHandler>());
        using CancellationTokenSource stopping = new();
        using CancellationTokenRegistration stopNotice = app.Lifetime.ApplicationStopping.Register(notices.SayStopping);
        using CancellationTokenRegistration endOfStreams = app.Lifetime.ApplicationStopping.Register(live.Close);
        Task watching = notices.WatchAsync(stopping.Token);
        Task<int> beside = RunBesideAsync(isOpen, background, greeting, () => ListenForCommands(settings, admin, () => new StoreSink(store, ownsStore: false, clock, observers), clock, app.Logger), app, stopping.Token);

        // Stop: the mirror. HTTP and MQTT first answer what is in flight, which needs ingest; ingest needs the store.
        await app.WaitForShutdownAsync(cancel);
        await stopping.CancelAsync();
        int exitCode = await beside;
        await watching;
        await mqtt.StopAsync();
        await ingest.StopAsync();
        await background.FlushLastAsync();
        return exitCode;
    }

    private static void UseOurs(WebApplication app, ErrorHandling errors, AccessControl access)
    {
        app.Use(next => context => errors.InvokeAsync(context, next));
        app.UseProxyTrust();
        app.UseRouting();
        app.Use(next => context => access.InvokeAsync(context, next));
    }

    private static void MapIntake(WebApplication app, ServerPart part, IngestPipeline ingest, UnknownStations stations, TimeProvider clock)
    {
        if (!part.TakesReports())
        {
            app.MapNoReports(routes => routes.MapDialects(ingest, stations, clock));
            return;
        }
        app.MapSeed(ingest);
        app.MapReports(ingest);
        app.MapDialects(ingest, stations, clock);
    }

    private static void MapReading(WebApplication app, IStore store, ReportIntervals intervals, TimeProvider clock)
    {
        app.MapLatest(store.Reader);
        new SamplesEndpoint(store, clock).Map(app);
        new ExportEndpoint(store, clock).Map(app);
        new IntervalsEndpoint(store.Series, intervals).Map(app);
    }

    private static async Task<int> RunBesideAsync(
        bool isOpen, Background background, Greeting greeting, Func<ControlSocketListener?> listen, WebApplication app, CancellationToken stopping)
    {
        try
        {
            greeting.SayAddresses();
            if (!isOpen)
                await background.OpenAsync(stopping);
            await using ControlSocketListener? control = listen();
            await background.UntilAvailableAsync(greeting.SayReadyAsync, stopping);
            await background.RunAsync(stopping);
            return ExitCode.Success;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return ExitCode.Success;
        }
        catch (Exception fatal)
        {
            app.Logger.LogCritical("The server stops: {Reason}", fatal is StoreRefusedException ? fatal.Message : fatal.ToString());
            app.Lifetime.StopApplication();
            return ExitCode.Failure;
        }
    }

    /// <summary>A SQLite file has one process, so admin commands act through it; a PostgreSQL database they reach by themselves.</summary>
    private static ControlSocketListener? ListenForCommands(
        Settings settings, AdminCommandHandler admin, Func<ISampleSink> openSink, TimeProvider clock, ILogger log) => settings.Store.Kind == StoreKind.Sqlite
        ? ControlSocketListener.Start(settings.Store.Value, admin.HandleAsync, clock, log, openSink)
        : null;
}
