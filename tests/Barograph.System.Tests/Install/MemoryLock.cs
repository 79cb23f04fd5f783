using System.Diagnostics;

namespace Barograph.SystemTests.Install;

/// <summary>
/// Starts a program that may never run what it has written into memory, in the two ways of systemd's MemoryDenyWriteExecute=: prctl(PR_SET_MDWE) where the kernel
/// has it (6.3, and systemd from 254), and a filter of system calls (Debian 12).
/// </summary>
public static class MemoryLock
{
    public const string ByKernel = "PR_SET_MDWE";
    public const string ByFilter = "seccomp";

    /// <summary>The launcher's exit code if the lock cannot be had.</summary>
    public const int Failed = 77;

    private const string Numbers =
        """
        use POSIX; my $arm = (POSIX::uname())[4] eq 'aarch64';
        my ($prctl, $mmap, $mprotect, $pkey) = $arm ? (167, 222, 226, 288) : (157, 9, 10, 329);
        """;

    private const string Kernel = Numbers +
        """
        syscall($prctl, 65, 1, 0, 0, 0) == 0 or exit 77;
        exec @ARGV or exit 77;
        """;

    // mmap with write and execute together, and mprotect and pkey_mprotect with execute, fail with EPERM.
    private const string Filter = Numbers +
        """
        sub op { pack('SCCL', @_) }
        my $program = op(0x20, 0, 0, 0) . op(0x15, 0, 3, $mmap) . op(0x20, 0, 0, 32) . op(0x54, 0, 0, 6) . op(0x15, 6, 5, 6)
          . op(0x15, 1, 0, $mprotect) . op(0x15, 0, 3, $pkey) . op(0x20, 0, 0, 32) . op(0x54, 0, 0, 4) . op(0x15, 1, 0, 4)
          . op(0x06, 0, 0, 0x7fff0000) . op(0x06, 0, 0, 0x00050001);
        my $filter = pack('S x6 P', 12, $program);
        syscall($prctl, 38, 1, 0, 0, 0) == 0 or exit 77;
        syscall($prctl, 22, 2, $filter, 0, 0) == 0 or exit 77;
        exec @ARGV or exit 77;
        """;

    public static string[] Launcher(string how) => ["perl", "-e", how == ByKernel ? Kernel : Filter, "--"];

    /// <summary>True only for a kernel that is too old to have it.</summary>
    public static async Task<bool> IsMissingAsync(string how)
    {
        string[] launcher = Launcher(how);
        using Process process = Shell.Start(launcher[0], [.. launcher[1..], "true"]);
        await process.WaitForExitAsync();
        Version kernel = Environment.OSVersion.Version;
        return process.ExitCode == Failed && how == ByKernel && kernel < new Version(6, 3);
    }
}
