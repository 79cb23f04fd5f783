using Barograph.Model;
using Barograph.Server.Changes;

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
        var devices = new DeviceChanges(context.Store, context.Clock);
        Device device = await devices.FindLiveAsync(name, cancel);
        DeviceIssuing.Print(context, await devices.RotateAsync(device, grace, cancel));
        return ExitCode.Success;
    }
}
