using System.Security.Cryptography;
using Barograph.Model;
using Barograph.Server.Auth;
using Barograph.Server.Changes;

namespace Barograph.Server.Http.Dialects.Stations;

/// <summary>
/// The last stations whose PASSKEY nobody has claimed, so that a person can without looking for it. In memory only and bounded: what anybody may send must not fill a disk or a log.
/// Safe for any number of threads.
/// </summary>
public sealed class UnknownStations(TimeProvider clock)
{
    /// <summary>More than stand in any house; whoever floods the list pushes out the older ones, and a real station is back with its next report.</summary>
    private const int MaxStations = 16;

    private const int MaxText = 40;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, UnknownStation> _byHash = new(StringComparer.Ordinal);

    /// <summary>Remembers a station that was refused. What cannot be a PASSKEY is not.</summary>
    public void Note(SentStation sent, string address)
    {
        if (!DeviceChanges.IsPasskey(sent.Passkey))
            return;
        string hash = TokenText.Hash(sent.Passkey);
        lock (_lock)
        {
            string handle = _byHash.TryGetValue(hash, out UnknownStation? known) ? known.Handle : RandomNumberGenerator.GetHexString(12, lowercase: true);
            if (known is null && _byHash.Count >= MaxStations)
                _byHash.Remove(_byHash.MinBy(station => station.Value.LastSeen.Microseconds).Key);
            _byHash[hash] = new UnknownStation(handle, hash, sent.Passkey[^4..], sent.Dialect, Shown(sent.StationType), Shown(sent.Model), address, Instant.Now(clock));
        }
    }

    /// <summary>All of them, the newest first.</summary>
    public IReadOnlyList<UnknownStation> List()
    {
        lock (_lock)
            return [.. _byHash.Values.OrderByDescending(station => station.LastSeen.Microseconds)];
    }

    /// <summary>The one with this handle, or null.</summary>
    public UnknownStation? Find(string handle)
    {
        lock (_lock)
            return _byHash.Values.FirstOrDefault(station => station.Handle == handle);
    }

    /// <summary>Forgets one that has been claimed.</summary>
    public void Forget(UnknownStation station)
    {
        lock (_lock)
            _byHash.Remove(station.PasskeyHash);
    }

    /// <summary>Printable ASCII, and not too much of it: a stranger has written it, and somebody will read it in a terminal.</summary>
    private static string? Shown(string? sent)
    {
        if (sent is null)
            return null;
        string text = new([.. sent.Where(c => c is >= ' ' and <= '~').Take(MaxText)]);
        return text.Trim().Length == 0 ? null : text.Trim();
    }
}
