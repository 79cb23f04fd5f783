using System.Globalization;
using Barograph.Model;
using Barograph.Server.Auth;
using Barograph.Storage;

namespace Barograph.Server.Changes;

/// <summary>What people do with devices, on the command line and in the browser alike. Every member may throw <see cref="RefusedException"/>.</summary>
public sealed class DeviceChanges(IStore store, TimeProvider clock)
{
    /// <exception cref="NameTakenException">The name or the username is taken.</exception>
    public async Task<IssuedDevice> AddAsync(DeviceWish wish, CancellationToken cancel)
    {
        string name = Name(wish.Name);
        (TokenReach reach, string? place) = Reach(wish);
        string? username = Username(wish, name);
        (TokenKind kind, string hash, string? secret) = Secret(wish);
        var token = new NewToken(kind, hash, TokenScope.Report, reach, reach == TokenReach.Prefix ? place : null, ExpiresAt: null)
        {
            Dialects = Readable(wish),
            LocationTags = Tags(wish.LocationTags),
        };
        Device device = await store.Devices.AddAsync(
            new NewDevice(name, username, reach == TokenReach.Placement ? place : null, token, Instant.Now(clock)), cancel);
        return new IssuedDevice(device, token, secret);
    }

    /// <summary>Places a device at another location; returns the location's key and since when.</summary>
    public async Task<Placement> MoveAsync(Device device, string location, CancellationToken cancel)
    {
        string key = Location(location, "location");
        Instant now = Instant.Now(clock);
        await store.Devices.MoveAsync(device.Id, key, now, cancel);
        return new Placement(key, now, null);
    }

    /// <summary>Gives a device a new token, of the reach of its newest.</summary>
    /// <param name="device">Not revoked.</param>
    /// <param name="oldValid">How long the credentials before go on working.</param>
    /// <param name="cancel">Stops it.</param>
    public async Task<IssuedDevice> RotateAsync(Device device, TimeSpan oldValid, CancellationToken cancel)
    {
        (NewToken token, string secret) = await NextTokenAsync(device, cancel);
        Instant now = Instant.Now(clock);
        await store.Tokens.RotateAsync(device.Id, token, now, now + oldValid, cancel);
        return new IssuedDevice(device, token, secret, now + oldValid);
    }

    /// <summary>Gives a device the PASSKEY of a station as one more credential; those that it has go on working, as long as they did.</summary>
    /// <param name="device">Not revoked.</param>
    /// <param name="passkeyHash">As a token keeps it.</param>
    /// <param name="dialects">In which it travels.</param>
    /// <param name="cancel">Stops it.</param>
    public async Task ClaimAsync(Device device, string passkeyHash, DialectSet dialects, CancellationToken cancel)
    {
        (NewToken like, _) = await NextTokenAsync(device, cancel);
        var token = new NewToken(TokenKind.Passkey, passkeyHash, TokenScope.Report, like.Reach, like.Prefix, ExpiresAt: null)
        {
            // What comes after it by a rotation may travel as before.
            Dialects = dialects | like.Dialects,
            LocationTags = like.LocationTags,
        };
        await store.Tokens.RotateAsync(device.Id, token, Instant.Now(clock), oldExpireAt: null, cancel);
    }

    /// <summary>Lets a new device take the place of another, which ends.</summary>
    /// <param name="old">Not revoked.</param>
    /// <param name="sentName">The new one's name; null: the old one's with a number.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="NameTakenException">The name is taken.</exception>
    public async Task<IssuedDevice> ReplaceAsync(Device old, string? sentName, CancellationToken cancel)
    {
        string name = sentName is null ? SuccessorName(old.Name, await store.Devices.ListAsync(cancel)) : Name(sentName);
        (NewToken token, string secret) = await NextTokenAsync(old, cancel);
        Device device = await store.Devices.ReplaceAsync(old.Id, name, token, Instant.Now(clock), cancel)
            ?? throw new RefusedException(Errors.DeviceRevoked, $"The device \"{old.Name}\" was revoked just now; look at the list of devices again.");
        return new IssuedDevice(device, token, secret);
    }

    /// <summary>The device with this name or username.</summary>
    public async Task<Device> FindAsync(string name, CancellationToken cancel)
    {
        string wanted = name.Trim();
        IReadOnlyList<Device> devices = await store.Devices.ListAsync(cancel);
        return devices.FirstOrDefault(device => device.Name == wanted)
            ?? devices.FirstOrDefault(device => device.Username == wanted)
            ?? throw new RefusedException(Errors.NotFound, $"There is no device \"{wanted}\"; see the list of devices.");
    }

    /// <summary>The same, for a change that a revoked device no longer takes.</summary>
    public async Task<Device> FindLiveAsync(string name, CancellationToken cancel)
    {
        Device device = await FindAsync(name, cancel);
        return device.RevokedAt is not { } at
            ? device
            : throw new RefusedException(Errors.DeviceRevoked,
                $"The device \"{device.Name}\" was revoked at {at.ToDateTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}; add one with another name.");
    }

    /// <summary>All tokens of a device, oldest first.</summary>
    public async Task<IReadOnlyList<Token>> TokensAsync(Device device, CancellationToken cancel) =>
        [.. (await store.Tokens.ListAsync(cancel)).Where(token => token.DeviceId == device.Id).OrderBy(token => token.Id)];

    /// <summary><c>board</c>, <c>board-2</c>, <c>board-3</c>: the first that nobody has, cut so that the number fits.</summary>
    public static string SuccessorName(string old, IReadOnlyList<Device> devices)
    {
        HashSet<string> taken = [.. devices.Select(device => device.Name), .. devices.Select(device => device.Username).OfType<string>()];
        int dash = old.LastIndexOf('-');
        bool isNumbered = dash > 0 && int.TryParse(old.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is > 1 and < 100_000;
        // board-2 came after board; but esp-32 is what somebody calls it.
        string stem = isNumbered && taken.Contains(old[..dash]) ? old[..dash] : old;
        for (int next = 2; ; next++)
        {
            string ending = string.Create(CultureInfo.InvariantCulture, $"-{next}");
            // A name has a limit of bytes too, which characters do not tell.
            string? name;
            for (int room = NameRule.MaxCharacters - ending.Length; !NameRule.TryDevice(NameRule.Cut(stem, room) + ending, out name, out _); room--)
            {
            }
            if (!taken.Contains(name))
                return name;
        }
    }

    private async Task<(NewToken Token, string Secret)> NextTokenAsync(Device device, CancellationToken cancel)
    {
        IReadOnlyList<Token> tokens = await TokensAsync(device, cancel);
        Token? newest = tokens.Count == 0 ? null : tokens[^1];
        string secret = TokenText.New();
        var token = new NewToken(TokenKind.Random, TokenText.Hash(secret), TokenScope.Report, newest?.Reach ?? TokenReach.Placement, newest?.Prefix, ExpiresAt: null)
        {
            Dialects = newest?.Dialects ?? DialectSet.None,
            LocationTags = newest?.LocationTags,
        };
        return (token, secret);
    }

    private static (TokenReach Reach, string? Place) Reach(DeviceWish wish)
    {
        if (wish.IsAmbiguous)
            throw new RefusedException(Errors.MemberInvalid, "Give only one of location, prefix and any_location.");
        if (wish.AnyLocation)
            return (TokenReach.Any, null);
        if (wish.Prefix is not null)
            return (TokenReach.Prefix, Location(wish.Prefix, "prefix"));
        return (TokenReach.Placement, wish.Location is null ? null : Location(wish.Location, "location"));
    }

    private static (TokenKind Kind, string Hash, string? Secret) Secret(DeviceWish wish)
    {
        if (wish.Passkey is not null && wish.Password is not null)
            throw new RefusedException(Errors.MemberInvalid, "Give only one of passkey and password.");
        if (wish.Passkey is not null)
            return (TokenKind.Passkey, PasskeyHash(wish.Passkey), null);
        if (wish.Password is not null)
            return (TokenKind.Password, PasswordHashing.Hash(Usable(wish.Password)), null);
        string secret = TokenText.New();
        return (TokenKind.Random, TokenText.Hash(secret), secret);
    }

    /// <summary>Whether a text can be a PASSKEY.</summary>
    public static bool IsPasskey(string text) => text.Length is >= 12 and <= 64 && !text.AsSpan().ContainsAnyExceptInRange('!', '~');

    /// <summary>Stations send an MD5 in hex (Ecowitt) or their MAC address (Ambient); case and colons as they are.</summary>
    private static string PasskeyHash(string sent)
    {
        string passkey = sent.Trim();
        return IsPasskey(passkey)
            ? TokenText.Hash(passkey)
            : throw new RefusedException(Errors.MemberInvalid, "A PASSKEY has 12 to 64 printable characters; a station's page shows it, or it is its MAC address.", "passkey");
    }

    private static DialectSet Readable(DeviceWish wish)
    {
        if (wish.Dialects is null)
            return wish.Passkey is null
                ? DialectSet.None
                : throw new RefusedException(Errors.MemberInvalid, "A PASSKEY travels readable: say in which dialect, ecowitt or ambient.", "dialect");
        return DialectNames.TryParse(wish.Dialects, out DialectSet dialects, out string? problem) ? dialects : throw new RefusedException(Errors.MemberInvalid, problem, "dialect");
    }

    private static string? Tags(string? sent)
    {
        if (sent is null)
            return null;
        string[] tags = sent.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return tags.Length is > 0 and <= 16 && Array.TrueForAll(tags, tag => tag.Length <= 64)
            ? string.Join(',', tags)
            : throw new RefusedException(Errors.MemberInvalid, "Name 1 to 16 tags, separated by commas, each of at most 64 characters.", "location_tags");
    }

    private static string Name(string sent) =>
        NameRule.TryDevice(sent, out string? name, out string? problem) ? name : throw new RefusedException(Errors.NameInvalid, problem);

    private static string Location(string sent, string field) =>
        LocationKey.TryNormalize(sent, out string? key, out string? problem) ? key : throw new RefusedException(Errors.LocationInvalid, problem, field);

    // Null where the name does: a username equal to the name would only be a second entry for the same thing.
    private static string? Username(DeviceWish wish, string name)
    {
        if (wish.Password is null)
            return null;
        if (!NameRule.TryUsername(wish.Username ?? name, out string? username, out string? problem))
            throw new RefusedException(Errors.NameInvalid, problem);
        return username == name ? null : username;
    }

    private static string Usable(string password) =>
        PasswordPolicy.ProblemOfDevice(password) is { } problem ? throw new RefusedException(Errors.PasswordInvalid, problem) : password;
}
