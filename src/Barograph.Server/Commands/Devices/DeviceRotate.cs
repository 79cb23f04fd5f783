using Barograph.Model;
using Barograph.Server.Auth;
using Barograph.Storage;

namespace Barograph.Server.Commands;

/// <summary><c>barograph device rotate</c></summary>
public static class DeviceRotate
{
    /// <param name="context">The world.</param>
    /// <param name="name">The device.</param>
    /// <param name="oldValid">How long the credentials before go on working; see <see cref="DurationText"/>.</param>
    /// <param name="cancel">Stops it.</param>
    public static async Task<int> RunAsync(AdminContext context, string name, string oldValid, CancellationToken cancel)
    {
        if (!DurationText.TryParse(oldValid, out TimeSpan grace))
            throw new CommandFailedException("--old-valid must be a duration such as 7d, 12h or 30m, at most ten years, or 0.", ExitCode.Usage);
        Device device = await DeviceLookup.FindLiveAsync(context.Store, name, cancel);
        IReadOnlyList<Token> tokens = await DeviceLookup.TokensAsync(context.Store, device, cancel);
        Token? newest = tokens.Count == 0 ? null : tokens[^1];
        string secret = TokenText.New();
        var token = new NewToken(
            TokenKind.Random, TokenText.Hash(secret), TokenScope.Report, newest?.Reach ?? TokenReach.Placement, newest?.Prefix, ExpiresAt: null);
        Instant now = Instant.Now(context.Clock);
        await context.Store.Tokens.RotateAsync(device.Id, token, now, now + grace, cancel);
        DeviceIssuing.Print(context, device, token, secret, now + grace);
        return ExitCode.Success;
    }
}
