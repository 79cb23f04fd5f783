using Barograph.Model;
using Barograph.Server.Changes;

namespace Barograph.Server.Commands;

/// <summary><c>barograph device add</c></summary>
public static class DeviceAdd
{
    /// <param name="context">The world.</param>
    /// <param name="wish">What was asked for, without the password.</param>
    /// <param name="hasPassword">The credential is a password that the device has already, the first line of the input.</param>
    /// <param name="cancel">Stops it.</param>
    public static async Task<int> RunAsync(AdminContext context, DeviceWish wish, bool hasPassword, CancellationToken cancel)
    {
        if (wish.IsAmbiguous)
            throw new CommandFailedException("Give only one of --location, --prefix and --any-location.", ExitCode.Usage);
        DeviceWish complete = hasPassword ? wish with { Password = await context.In.ReadLineAsync(cancel) ?? "" } : wish;
        DeviceIssuing.Print(context, await new DeviceChanges(context.Store, context.Clock).AddAsync(complete, cancel));
        return ExitCode.Success;
    }

    internal static string Location(string sent, string option) => LocationKey.TryNormalize(sent, out string? key, out string? problem)
        ? key
        : throw new CommandFailedException($"{option} cannot be used. {problem}", ExitCode.Usage);
}
