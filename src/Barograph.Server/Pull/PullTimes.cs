namespace Barograph.Server.Pull;

/// <summary>When a weather service may be asked again: as long as its answer holds, never sooner, never all at once, and never when a new hour begins.</summary>
/// <param name="random">Gives numbers from 0 to 1, so that servers all over the world do not ask together.</param>
public sealed class PullTimes(Func<double> random)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);
    private static readonly TimeSpan LongestFailure = TimeSpan.FromHours(1);

    /// <summary>After an answer that could be used, or one that said "as before".</summary>
    /// <param name="now">The present.</param>
    /// <param name="holds">How long it says that it holds; null if it does not say.</param>
    /// <param name="every">How often the service has something new at all.</param>
    public DateTimeOffset AfterAnswer(DateTimeOffset now, TimeSpan? holds, TimeSpan every) =>
        OffTheHour(now + Between(every, holds, Longest) + TimeSpan.FromSeconds(1 + 59 * random()));

    /// <summary>After trouble that passes: no connection, 5xx, 429, nonsense. 1 minute, then twice as long each time up to an hour, and up to half of it more.</summary>
    /// <param name="now">The present.</param>
    /// <param name="failures">How many in a row, this one included.</param>
    /// <param name="retryAfter">What the service says; null if it does not say.</param>
    public DateTimeOffset AfterFailure(DateTimeOffset now, int failures, TimeSpan? retryAfter) =>
        OffTheHour(now + Between(Doubled(TimeSpan.FromMinutes(1), failures, LongestFailure) * (1 + 0.5 * random()), retryAfter, Longest));

    /// <summary>After a refusal that somebody has to mend: a wrong key, a wrong place, a contact that is missing. An hour, then twice as long each time up to a day.</summary>
    public DateTimeOffset AfterRefusal(DateTimeOffset now, int failures) =>
        OffTheHour(now + Doubled(TimeSpan.FromHours(1), failures, Longest) * (1 + 0.1 * random()));

    private static TimeSpan Doubled(TimeSpan first, int times, TimeSpan longest)
    {
        TimeSpan doubled = first * Math.Pow(2, Math.Clamp(times - 1, 0, 20));
        return doubled < longest ? doubled : longest;
    }

    private static TimeSpan Between(TimeSpan least, TimeSpan? wanted, TimeSpan most)
    {
        TimeSpan longer = wanted > least ? wanted.Value : least;
        return longer < most ? longer : most;
    }

    // Half the world's timers fire in the first minute of an hour; the services ask to stay away from it.
    private DateTimeOffset OffTheHour(DateTimeOffset due)
    {
        double intoHour = (due.UtcDateTime - due.UtcDateTime.Date).TotalMinutes % 60;
        return intoHour is < 1 or > 59 ? due + TimeSpan.FromMinutes(2 + 7 * random()) : due;
    }
}
