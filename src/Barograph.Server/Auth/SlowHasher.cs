using System.Security.Cryptography;
using System.Text;

namespace Barograph.Server.Auth;

/// <summary>
/// Tries passwords against slow hashes, one at a time: a flood of wrong ones must not take the cores from ingest. Those who wait are bounded, and
/// requests that carry the very same name and password share one trial. Safe for any number of threads.
/// </summary>
public sealed class SlowHasher : IDisposable
{
    private const int MaxWaiting = 64;

    // Lives as long as the process: the digests below are worthless to whoever reads them without it.
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Task<PasswordTrial>> _running = new(StringComparer.Ordinal);

    /// <summary>A keyed digest of a name and password, by which they are recognised without a slow hash.</summary>
    public string Digest(string name, string password) =>
        Convert.ToHexString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{name.Length}:{name}{password}")));

    /// <summary>
    /// Tries <paramref name="password"/> against each of <paramref name="hashes"/>; not tried if too many wait already.
    /// With no hashes a decoy is tried, so that an unknown name takes as long as a known one.
    /// </summary>
    public Task<PasswordTrial> TryAsync(string digest, string password, IReadOnlyList<string> hashes)
    {
        lock (_lock)
        {
            // A trial that began with other hashes (before a board was added, say) is another trial.
            string trial = string.Join(' ', [digest, .. hashes]);
            if (_running.TryGetValue(trial, out Task<PasswordTrial>? same))
                return same;
            if (_running.Count >= MaxWaiting)
                return Task.FromResult(default(PasswordTrial));
            return _running[trial] = Task.Run(() => RunAsync(trial, password, hashes));
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<PasswordTrial> RunAsync(string trial, string password, IReadOnlyList<string> hashes)
    {
        await _turn.WaitAsync();
        try
        {
            if (hashes.Count == 0)
                PasswordHashing.Verify(PasswordHashing.Decoy, password);
            return new PasswordTrial(true, hashes.FirstOrDefault(hash => PasswordHashing.Verify(hash, password)));
        }
        finally
        {
            _turn.Release();
            lock (_lock)
                _running.Remove(trial);
        }
    }
}
