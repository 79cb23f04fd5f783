using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Barograph.SystemTests.Prometheus;

/// <summary>
/// Debian's own Prometheus, scraping one server as docs/prometheus.md says. It listens on a loopback address of its own, so no port is ever taken.
/// </summary>
public sealed class PrometheusServer : IAsyncDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly ServerGuardian _guardian;
    private readonly ProcessOutput _printed = new();
    private readonly HttpClient _http = new();
    private Process? _process;

    private PrometheusServer()
    {
        _guardian = new ServerGuardian(_folder.Path, keepFolder: false);
        IPAddress address = new([127, (byte)Random.Shared.Next(128, 256), (byte)Random.Shared.Next(256), (byte)Random.Shared.Next(1, 255)]);
        _http.BaseAddress = new Uri($"http://{address}:9090/");
    }

    /// <param name="target">Host and port of the server to scrape.</param>
    /// <param name="token">With which it is scraped.</param>
    public static async Task<PrometheusServer> StartAsync(string target, string token)
    {
        var prometheus = new PrometheusServer();
        try
        {
            prometheus.Launch(target, token);
            await Patience.UntilAsync("Prometheus is ready", prometheus.IsReadyAsync, () => prometheus._printed.All);
            return prometheus;
        }
        catch
        {
            await prometheus.DisposeAsync();
            throw;
        }
    }

    /// <summary><c>promtool check metrics</c>: the exit code and whatever it has to say.</summary>
    public static async Task<(int ExitCode, string Said)> CheckAsync(string metrics)
    {
        using Process promtool = Shell.Start("promtool", "check", "metrics");
        Task<string> output = promtool.StandardOutput.ReadToEndAsync();
        Task<string> errors = promtool.StandardError.ReadToEndAsync();
        await promtool.StandardInput.WriteAsync(metrics);
        promtool.StandardInput.Close();
        string said = await output + await errors;
        await promtool.WaitForExitAsync();
        return (promtool.ExitCode, said);
    }

    /// <summary>What its page of targets says of the only one: its health, and the last error. For its first seconds the page is empty.</summary>
    public async Task<(string Health, string Error)> TargetAsync()
    {
        JsonElement targets = (await GetAsync("api/v1/targets")).GetProperty("activeTargets");
        return targets.EnumerateArray().Select(target => (target.GetProperty("health").GetString()!, target.GetProperty("lastError").GetString()!))
            .SingleOrDefault(("", ""));
    }

    /// <summary>The results of a query: the labels, and the value as text.</summary>
    public async Task<IReadOnlyList<(JsonElement Labels, string Value)>> QueryAsync(string query) =>
        [.. (await GetAsync("api/v1/query?query=" + Uri.EscapeDataString(query))).GetProperty("result").EnumerateArray()
            .Select(result => (result.GetProperty("metric"), result.GetProperty("value")[1].GetString()!))];

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false } running)
        {
            await Shell.SignalAsync("KILL", running.Id);
            await running.WaitForExitAsync();
        }
        _process?.Dispose();
        _guardian.Dispose();
        _http.Dispose();
    }

    private void Launch(string target, string token)
    {
        File.WriteAllText(_folder.File("token"), token + "\n");
        File.WriteAllText(_folder.File("prometheus.yml"),
            $"""
             global:
               scrape_interval: 1s
             scrape_configs:
               - job_name: barograph
                 authorization:
                   credentials_file: {_folder.File("token")}
                 static_configs:
                   - targets: ["{target}"]
             """);
        _process = Shell.Start("prometheus", "--config.file=" + _folder.File("prometheus.yml"), "--storage.tsdb.path=" + _folder.File("data"),
            string.Create(CultureInfo.InvariantCulture, $"--web.listen-address={_http.BaseAddress!.Authority}"));
        _guardian.Watch(_process.Id);
        _printed.Attach(_process);
    }

    private async Task<bool> IsReadyAsync()
    {
        if (_process!.HasExited)
            throw new InvalidOperationException($"Prometheus ended at its start with {_process.ExitCode}:\n{_printed.All}");
        try
        {
            return (await _http.GetAsync("-/ready")).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            // It does not listen yet.
            return false;
        }
    }

    private async Task<JsonElement> GetAsync(string path) => JsonDocument.Parse(await _http.GetStringAsync(path)).RootElement.GetProperty("data");
}
