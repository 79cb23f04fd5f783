using Barograph.Model;
using Barograph.Server.Auth;
using Barograph.Storage;

namespace Barograph.Server.Commands;

/// <summary><c>barograph device add</c></summary>
public static class DeviceAdd
{
    /// <exception cref="CommandFailedException">The wish cannot be met as it stands.</exception>
    public static async Task<int> RunAsync(AdminContext context, DeviceWish wish, CancellationToken cancel)
    {
        if (!NameRule.TryDevice(wish.Name, out string? name, out string? problem))
            throw new CommandFailedException(problem, ExitCode.Usage);
        (TokenReach reach, string? place) = Reach(wish);
        string? username = Username(wish, name);
        string? secret = wish.HasPassword ? null : TokenText.New();
        var token = new NewToken(
            secret is null ? TokenKind.Password : TokenKind.Random,
            secret is null ? PasswordHashing.Hash(await PasswordAsync(context, cancel)) : TokenText.Hash(secret),
            TokenScope.Report, reach, reach == TokenReach.Prefix ? place : null, ExpiresAt: null);
        Instant now = Instant.Now(context.Clock);
        Device device = await context.Store.Devices.AddAsync(
            new NewDevice(name, username, reach == TokenReach.Placement ? place : null, token, now), cancel);
        DeviceIssuing.Print(context, device, token, secret, oldExpire: null);
        return ExitCode.Success;
    }

    private static (TokenReach Reach, string? Place) Reach(DeviceWish wish)
    {
        int given = (wish.Location is null ? 0 : 1) + (wish.Prefix is null ? 0 : 1) + (wish.AnyLocation ? 1 : 0);
        if (given > 1)
            throw new CommandFailedException("Give only one of --location, --prefix and --any-location.", ExitCode.Usage);
        if (wish.AnyLocation)
            return (TokenReach.Any, null);
        if (wish.Prefix is not null)
            return (TokenReach.Prefix, Location(wish.Prefix, "--prefix"));
        return (TokenReach.Placement, wish.Location is null ? null : Location(wish.Location, "--location"));
    }

    internal static string Location(string sent, string option) => LocationKey.TryNormalize(sent, out string? key, out string? problem)
        ? key
        : throw new CommandFailedException($"{option} cannot be used. {problem}", ExitCode.Usage);

    // Null where the name does: a username equal to the name would only be a second entry for the same thing.
    private static string? Username(DeviceWish wish, string name)
    {
        if (!wish.HasPassword)
            return null;
        if (!NameRule.TryUsername(wish.Username ?? name, out string? username, out string? problem))
            throw new CommandFailedException(problem, ExitCode.Usage);
        return username == name ? null : username;
    }

    private static async Task<string> PasswordAsync(AdminContext context, CancellationToken cancel)
    {
        string password = await context.In.ReadLineAsync(cancel) ?? "";
        return PasswordPolicy.ProblemOfDevice(password) is { } problem ? throw new CommandFailedException(problem) : password;
    }
}
