using Barograph.Model;

namespace Barograph.Server.Commands;

/// <summary><c>barograph device move</c></summary>
public static class DeviceMove
{
    public static async Task<int> RunAsync(AdminContext context, string name, string location, CancellationToken cancel)
    {
        string key = DeviceAdd.Location(location, "--location");
        Device device = await DeviceLookup.FindLiveAsync(context.Store, name, cancel);
        Instant now = Instant.Now(context.Clock);
        await context.Store.Devices.MoveAsync(device.Id, key, now, cancel);
        if (context.Json)
            CommandJson.Write(context.Out, new DeviceMoved(device.Name, key, TerminalText.Of(now)), CommandJson.Default.DeviceMoved);
        else
            context.Out.Write(TerminalText.Clean($"The device \"{device.Name}\" stands at \"{key}\" from {TerminalText.Of(now)} on.") + "\n");
        return ExitCode.Success;
    }
}
