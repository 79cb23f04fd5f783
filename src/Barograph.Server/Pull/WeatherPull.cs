using Barograph.Ingest;
using Barograph.Model;
using Barograph.Server.Changes;
using Barograph.Storage;

namespace Barograph.Server.Pull;

/// <summary>
/// Asks one weather service again and again, and gives what it says to ingest as the report of a device of its own, so that its activity, its rejections and its place
/// are those of any board.
/// </summary>
/// <param name="source">What is asked.</param>
/// <param name="key">The service's key, or null.</param>
/// <param name="client">Asks.</param>
/// <param name="times">Says when to ask again.</param>
/// <param name="into">Where readings go.</param>
public sealed class WeatherPull(WeatherSource source, string? key, WeatherClient client, PullTimes times, PullTarget into)
{
    private static readonly TimeSpan StoreAgain = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan DeviceAgain = TimeSpan.FromMinutes(5);

    private readonly Uri _address = new(source.Address, source.Provider.Path(WeatherProvider.Degrees(source.Latitude), WeatherProvider.Degrees(source.Longitude), key));
    private string? _lastModified;
    private byte[]? _unstored;
    private DateTimeOffset _due;
    private int _failures;
    private string? _said;

    /// <summary>Runs until cancelled; the store must be open.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        while (true)
        {
            TimeSpan wait = await StepAsync(cancel);
            await Task.Delay(wait, into.Clock, cancel);
        }
    }

    /// <summary>Asks, or stores what could not be stored before. Returns how long to wait until the next step.</summary>
    public async Task<TimeSpan> StepAsync(CancellationToken cancel)
    {
        try
        {
            if (await FindReporterAsync(cancel) is not { } reporter)
                return DeviceAgain;
            if (_unstored is null)
                await AskAsync(cancel);
            if (_unstored is not null && !await StoreAsync(reporter, cancel))
                return StoreAgain;
        }
        catch (StorageUnavailableException)
        {
            return StoreAgain;
        }
        TimeSpan wait = _due - into.Clock.GetUtcNow();
        return wait > TimeSpan.FromSeconds(1) ? wait : TimeSpan.FromSeconds(1);
    }

    private async Task AskAsync(CancellationToken cancel)
    {
        WeatherAnswer answer = await client.GetAsync(_address, _lastModified, cancel);
        DateTimeOffset now = into.Clock.GetUtcNow();
        if (answer.Body is not null || (int?)answer.Status == 304)
        {
            if ((int?)answer.Status == 203)
                into.Log.LogWarning("The weather service {Provider} says that this version of its data will end; look for a newer Barograph.", source.Provider.Name);
            _unstored = answer.Body;
            _lastModified = answer.LastModified ?? _lastModified;
            _due = times.AfterAnswer(now, answer.Wait, source.Provider.Every);
            _failures = answer.Body is null ? 0 : _failures;
            return;
        }
        _failures++;
        _due = answer.IsRefusal ? times.AfterRefusal(now, _failures) : times.AfterFailure(now, _failures, answer.Wait);
        string advice = answer.IsRefusal ? "; look at its place, its key and weatherContact in the settings" : "";
        into.Log.LogWarning("The weather service {Provider} gave nothing: {Reason}{Advice}. It is asked again at {Due:HH:mm} UTC.", source.Provider.Name, answer.Reason, advice, _due);
    }

    /// <summary>False while the store does not take it; what it says then is kept and not asked for again.</summary>
    private async Task<bool> StoreAsync(Reporter reporter, CancellationToken cancel)
    {
        ReportSet set = source.Provider.Parse(_unstored, Instant.Now(into.Clock));
        if (set.Failure is { } nonsense)
        {
            _failures++;
            _unstored = null;
            // What cannot be read must not be answered with "as before" the next time.
            _lastModified = null;
            _due = times.AfterFailure(into.Clock.GetUtcNow(), _failures, source.Provider.Every);
            into.Log.LogWarning("The weather service {Provider} answered something that is not understood: {Reason}", source.Provider.Name, nonsense.Detail);
            return true;
        }
        IngestVerdict verdict = await into.Ingest.SubmitAsync(reporter, set, cancel);
        if (verdict.Failure is not null)
            return false;
        _unstored = null;
        _failures = 0;
        Say(null);
        return true;
    }

    private async Task<Reporter?> FindReporterAsync(CancellationToken cancel)
    {
        Device? device = await FindDeviceAsync(cancel);
        if (device is null && into.MayAddDevices)
        {
            await AddDeviceAsync(cancel);
            device = await FindDeviceAsync(cancel);
        }
        Instant now = Instant.Now(into.Clock);
        Token? token = device is null or { RevokedAt: not null } ? null
            : (await into.Store.Tokens.ListAsync(cancel)).LastOrDefault(known => known.DeviceId == device.Id && known.IsLive(now));
        Say(device is null ? $"barograph device add {source.Device}" : token is null ? "its device is revoked; name another one in the settings" : null);
        return token is null ? null : new Reporter(token, device);
    }

    private async Task<Device?> FindDeviceAsync(CancellationToken cancel) =>
        (await into.Store.Devices.ListAsync(cancel)).FirstOrDefault(device => device.Name == source.Device);

    /// <summary>Its token is told to nobody, so only this process reports by it.</summary>
    private async Task AddDeviceAsync(CancellationToken cancel)
    {
        try
        {
            await new DeviceChanges(into.Store, into.Clock).AddAsync(new DeviceWish(source.Device), cancel);
        }
        catch (NameTakenException)
        {
            // Another server was faster, or it is somebody's username; the next look tells.
        }
    }

    private void Say(string? missing)
    {
        if (missing is not null && missing != _said)
            into.Log.LogWarning("The weather of {Provider} cannot be stored as the device \"{Device}\": {Missing}", source.Provider.Name, source.Device, missing);
        _said = missing;
    }
}
