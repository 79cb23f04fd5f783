using Barograph.Model;
using Barograph.Storage;

namespace Barograph.Server.Commands;

/// <summary>Finds what a person named.</summary>
public static class DeviceLookup
{
    /// <summary>The device with this name or username.</summary>
    /// <exception cref="CommandFailedException">There is none.</exception>
    public static async Task<Device> FindAsync(IStore store, string name, CancellationToken cancel)
    {
        string wanted = name.Trim();
        IReadOnlyList<Device> devices = await store.Devices.ListAsync(cancel);
        return devices.FirstOrDefault(device => device.Name == wanted)
            ?? devices.FirstOrDefault(device => device.Username == wanted)
            ?? throw new CommandFailedException($"There is no device \"{wanted}\"; see barograph device list.");
    }

    /// <summary>The same, for a change that a revoked device no longer takes.</summary>
    /// <exception cref="CommandFailedException">There is none, or it is revoked.</exception>
    public static async Task<Device> FindLiveAsync(IStore store, string name, CancellationToken cancel)
    {
        Device device = await FindAsync(store, name, cancel);
        return device.RevokedAt is not { } at
            ? device
            : throw new CommandFailedException($"The device \"{device.Name}\" was revoked at {TerminalText.Of(at)}; add one with another name.");
    }

    /// <summary>All tokens of a device, oldest first.</summary>
    public static async Task<IReadOnlyList<Token>> TokensAsync(IStore store, Device device, CancellationToken cancel) =>
        [.. (await store.Tokens.ListAsync(cancel)).Where(token => token.DeviceId == device.Id).OrderBy(token => token.Id)];
}
