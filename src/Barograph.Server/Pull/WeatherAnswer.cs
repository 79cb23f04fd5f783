using System.Net;

namespace Barograph.Server.Pull;

/// <summary>What a weather service answered.</summary>
/// <param name="Status">Its status; null if there was no answer in time, or one that was too large.</param>
/// <param name="Body">The body of an answer with weather in it; null for all others.</param>
/// <param name="Reason">Without a body: why, for the log; never holds the address, which may hold a key.</param>
public sealed record WeatherAnswer(HttpStatusCode? Status, byte[]? Body, string? Reason)
{
    /// <summary>How long it says that it holds, or how long to stay away; null if it does not say.</summary>
    public TimeSpan? Wait { get; init; }

    /// <summary>Its Last-Modified, letter for letter; null without one.</summary>
    public string? LastModified { get; init; }

    /// <summary>The service did not like who asks or for what, and will not the next time.</summary>
    public bool IsRefusal => Status is { } status && (int)status is >= 300 and < 500 and not 304 and not 408 and not 429;
}
