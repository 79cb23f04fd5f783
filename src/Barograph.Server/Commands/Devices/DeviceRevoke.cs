using Barograph.Model;
using Barograph.Server.Changes;

namespace Barograph.Server.Commands;

/// <summary><c>barograph device revoke</c></summary>
public static class DeviceRevoke
{
    /// <param name="context">The world.</param>
    /// <param name="name">The device.</param>
    /// <param name="tokenId">The one token to end, or null for the whole device.</param>
    /// <param name="cancel">Stops it.</param>
    public static async Task<int> RunAsync(AdminContext context, string name, int? tokenId, CancellationToken cancel)
    {
        Device device = await new DeviceChanges(context.Store, context.Clock).FindAsync(name, cancel);
        Instant now = Instant.Now(context.Clock);
        if (tokenId is { } id)
            await RevokeTokenAsync(context, device, id, now, cancel);
        else if (device.RevokedAt is null)
            await context.Store.Devices.RevokeAsync(device.Id, now, cancel);
        // Asked twice, it says when it was done: what was asked for holds.
        Instant at = tokenId is null ? device.RevokedAt ?? now : now;
        if (context.Json)
            CommandJson.Write(context.Out, new DeviceRevoked(device.Name, tokenId, TerminalText.Of(at)), CommandJson.Default.DeviceRevoked);
        else
            context.Out.Write(TerminalText.Clean($"{What(device, tokenId)} is revoked since {TerminalText.Of(at)}.") + "\n");
        return ExitCode.Success;
    }

    private static string What(Device device, int? tokenId) => tokenId is { } id
        ? $"Token {TerminalText.Of(id)} of the device \"{device.Name}\""
        : $"The device \"{device.Name}\"";

    private static async Task RevokeTokenAsync(AdminContext context, Device device, int id, Instant now, CancellationToken cancel)
    {
        IReadOnlyList<Token> tokens = await new DeviceChanges(context.Store, context.Clock).TokensAsync(device, cancel);
        if (!tokens.Any(token => token.Id == id))
            throw new CommandFailedException($"The device \"{device.Name}\" has no token {TerminalText.Of(id)}; see barograph device list.");
        if (!await context.Store.Tokens.RevokeAsync(id, now, cancel))
            throw new CommandFailedException($"Token {TerminalText.Of(id)} of the device \"{device.Name}\" has ended already.");
    }
}
