using System.Globalization;

namespace Barograph.Server.Running;

/// <summary>
/// Sockets that systemd opened and handed over (sd_listen_fds(3)). They replace <see cref="Config.Settings.Urls"/> and outlive us: what connects while
/// no server runs waits in their queue for the next one. Kestrel listens at them, and neither closes nor removes them.
/// </summary>
public static class SocketActivation
{
    /// <summary>True if there are any, and they are meant for this process.</summary>
    public static bool IsActive { get; } =
        Environment.GetEnvironmentVariable("LISTEN_PID") == Environment.ProcessId.ToString(CultureInfo.InvariantCulture)
        && int.TryParse(Environment.GetEnvironmentVariable("LISTEN_FDS"), NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count > 0;
}
