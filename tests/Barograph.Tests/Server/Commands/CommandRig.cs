using System.Text;
using System.Text.Json;
using Barograph.Model;
using Barograph.Server.Commands;
using Barograph.Server.Commands.Control;
using Barograph.Server.Commands.Import;
using Barograph.Server.Config;
using Barograph.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Barograph.Tests.Server.Commands;

/// <summary>The command line on a SQLite store in a folder of its own, with or without a running server beside it.</summary>
public sealed class CommandRig : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Dictionary<string, string> _environment = [];
    private ControlSocketListener? _listener;
    private IStore? _server;

    public string StorePath => _folder.PathOf("b.db");

    public string SocketPath => StorePath + "-control";

    public TimeProvider Clock { get; set; } = TimeProvider.System;

    public Func<string, string>? AskPassword { get; set; }

    /// <summary>What the last command wrote as bytes.</summary>
    public MemoryStream Data { get; private set; } = new();

    /// <summary>Runs in the server before each command that comes over the control socket.</summary>
    public Func<Task> BeforeEach { get; set; } = () => Task.CompletedTask;

    public int HandledByServer { get; private set; }

    public Dictionary<string, string> Environment => _environment;

    public Settings Settings => new SettingsReader
    {
        CommandLine = new Dictionary<string, string> { ["store"] = "sqlite:" + StorePath, ["urls"] = "http://127.0.0.1:1" },
        Environment = new EnvironmentValues(_environment),
        UsualFiles = [],
    }.Read();

    /// <summary>Makes the store as a first start of the server does.</summary>
    public async Task<CommandRig> WithStoreAsync()
    {
        await using IStore store = Settings.Store.Open(Settings, Clock);
        await store.OpenAsync(TestContext.Current.CancellationToken);
        return this;
    }

    public async Task<CommandRig> WithServerAsync()
    {
        _server = Settings.Store.Open(Settings, Clock);
        await _server.OpenAsync(TestContext.Current.CancellationToken);
        var handler = new AdminCommandHandler(_server, Settings, Clock, NullLogger.Instance);
        _listener = ControlSocketListener.Start(StorePath, (request, cancel) => HandleAsync(handler, request, cancel), Clock, NullLogger.Instance,
            () => new StoreSink(_server, ownsStore: false, Clock));
        return this;
    }

    public async Task StopServerAsync()
    {
        if (_listener is not null)
            await _listener.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
        (_listener, _server) = (null, null);
    }

    public Task<Outcome> RunAsync(params string[] args) => RunWithInputAsync("", args);

    public async Task<Outcome> RunWithInputAsync(string input, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        Data = new MemoryStream();
        var host = new CommandHost
        {
            Serve = (_, _) => Task.FromResult(0),
            Out = output,
            Data = Data,
            Error = error,
            In = new MemoryStream(Encoding.UTF8.GetBytes(input)),
            AskPassword = AskPassword,
            Environment = new EnvironmentValues(_environment),
            Clock = Clock,
            SettingsFiles = [],
        };
        string[] line = args.Contains("--store") ? args : [.. args, "--store", "sqlite:" + StorePath];
        int exit = await BarographCommand.RunAsync(line, host, TestContext.Current.CancellationToken);
        return new Outcome(exit, output.ToString(), error.ToString());
    }

    /// <summary>Runs a command that must succeed with <c>--json</c>, and gives what it printed.</summary>
    public async Task<JsonElement> JsonAsync(params string[] args)
    {
        Outcome outcome = await RunAsync([.. args, "--json"]);
        Assert.Equal((0, ""), (outcome.Exit, outcome.Error));
        return JsonElement.Parse(outcome.Out);
    }

    /// <summary>Looks into the store, which must not be in use.</summary>
    public async Task<T> LookAsync<T>(Func<IStore, ValueTask<T>> look)
    {
        if (_server is not null)
            return await look(_server);
        await using IStore store = Settings.Store.OpenForAdmin(allowOverprivileged: false, Clock);
        await store.OpenAsync(TestContext.Current.CancellationToken);
        return await look(store);
    }

    public async Task<Device> DeviceAsync(string name) =>
        (await LookAsync(store => store.Devices.ListAsync(CancellationToken.None))).Single(device => device.Name == name);

    public async Task<IReadOnlyList<Token>> TokensAsync() => await LookAsync(store => store.Tokens.ListAsync(CancellationToken.None));

    public async ValueTask DisposeAsync()
    {
        await StopServerAsync();
        _folder.Dispose();
    }

    private async Task<ControlReply> HandleAsync(AdminCommandHandler handler, ControlRequest request, CancellationToken cancel)
    {
        HandledByServer++;
        await BeforeEach();
        return await handler.HandleAsync(request, cancel);
    }

    /// <summary>What a command did.</summary>
    public sealed record Outcome(int Exit, string Out, string Error);
}
