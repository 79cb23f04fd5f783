using Barograph.Server.Notify;

namespace Barograph.Server.Alerts;

/// <summary>
/// Calls an address outside while all is well, so that whoever watches that address notices a server that is dead, cut off, or alive and deaf. Of several processes on one store the one that judges calls.
/// The address is a secret and stands in no log; that it may lie in a private network is the word of whoever writes the settings.
/// </summary>
public sealed class Heartbeat(Vitals vitals, HttpSending http, Uri url, TimeSpan every, TimeProvider clock, ILogger log)
{
    /// <summary>By then the first readings are judged, so that nobody has to wait for the second time.</summary>
    private static readonly TimeSpan FirstAfter = TimeSpan.FromSeconds(3);

    private bool _isIll, _isUnheard;

    /// <summary>Runs until cancelled; the store must be open.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        await Task.Delay(FirstAfter, clock, cancel);
        using PeriodicTimer timer = new(every, clock);
        do
            if (vitals.AreHere)
                await BeatAsync(cancel);
        while (await timer.WaitForNextTickAsync(cancel));
    }

    private async Task BeatAsync(CancellationToken cancel)
    {
        if (await vitals.ProblemAsync(cancel) is { } problem)
        {
            if (!_isIll)
                log.LogWarning("The heartbeat stops until all is well again: {Problem}", problem);
            _isIll = true;
            return;
        }
        if (_isIll)
            log.LogInformation("All is well again, and the heartbeat goes on.");
        _isIll = false;
        await CallAsync(cancel);
    }

    private async Task CallAsync(CancellationToken cancel)
    {
        try
        {
            await http.SendAsync(new HttpRequestMessage(HttpMethod.Get, url), allowsLan: true, cancel);
            if (_isUnheard)
                log.LogInformation("The heartbeat arrives again.");
            _isUnheard = false;
        }
        catch (NotifyException unheard)
        {
            if (!_isUnheard)
                log.LogWarning("The heartbeat does not arrive: {Reason}", unheard.Message);
            _isUnheard = true;
        }
    }
}
