using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Barograph.Storage;

namespace Barograph.Server.Commands.Checks;

/// <summary>Whether a time service keeps the clock, as the kernel was told by it (adjtimex(2)). Asking needs no rights.</summary>
public static class TimeService
{
    private const string Subject = "time service";

    // struct timex of 64-bit Linux: modes, padding, offset, freq, maxerror, esterror, status.
    private const int TimexSize = 208, StatusAt = 40;
    private const int Unsynchronised = 0x40;

    /// <summary>Null where the kernel does not say.</summary>
    public static Finding? Examine() => Status() is { } status ? Judge(status) : null;

    public static Finding Judge(int status) => (status & Unsynchronised) == 0
        ? new(FindingLevel.Fine, Subject, "The clock is kept by a time service.")
        : new(FindingLevel.Warning, Subject,
            "No time service keeps the clock, and readings get their time from it. Turn one on, for example with: apt-get install systemd-timesyncd && timedatectl set-ntp true");

    private static int? Status()
    {
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess)
            return null;
        byte[] timex = new byte[TimexSize];
        return AdjustTime(timex) < 0 ? null : BinaryPrimitives.ReadInt32LittleEndian(timex.AsSpan(StatusAt));
    }

    [DllImport("libc.so.6", EntryPoint = "adjtimex")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int AdjustTime(byte[] timex);
}
