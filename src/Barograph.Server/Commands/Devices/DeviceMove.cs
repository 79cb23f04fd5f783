using Barograph.Model;
using Barograph.Server.Changes;

namespace Barograph.Server.Commands;

/// <summary><c>barograph device move</c></summary>
public static class DeviceMove
{
    public static async Task<int> RunAsync(AdminContext context, string name, string location, CancellationToken cancel)
    {
        var devices = new DeviceChanges(context.Store, context.Clock);
        Device device = await devices.FindLiveAsync(name, cancel);
        (string key, Instant now, _) = await devices.MoveAsync(device, location, cancel);
        if (context.Json)
            CommandJson.Write(context.Out, new DeviceMoved(device.Name, key, TerminalText.Of(now)), CommandJson.Default.DeviceMoved);
        else
            context.Out.Write(TerminalText.Clean($"The device \"{device.Name}\" stands at \"{key}\" from {TerminalText.Of(now)} on.") + "\n");
        return ExitCode.Success;
    }
}
