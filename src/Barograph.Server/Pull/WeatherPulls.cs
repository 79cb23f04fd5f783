using Barograph.Server.Config;
using Barograph.Storage;

namespace Barograph.Server.Pull;

/// <summary>All weather services that the settings name.</summary>
public sealed class WeatherPulls : IDisposable
{
    private readonly WeatherClient _client;

    public WeatherPulls(Settings settings, PullTarget into)
    {
        _client = new WeatherClient(settings.WeatherContact);
        PullTimes times = new(Random.Shared.NextDouble);
        foreach (WeatherSource source in settings.Part.TakesReports() ? settings.Weather : [])
            Works.Add(new WeatherPull(source, settings.WeatherKey, _client, times, into).RunAsync);
    }

    /// <summary>What is to run beside the requests; nothing in the part that takes no reports.</summary>
    public List<Func<CancellationToken, Task>> Works { get; } = [];

    public void Dispose() => _client.Dispose();
}
