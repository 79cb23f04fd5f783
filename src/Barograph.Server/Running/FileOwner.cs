using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Barograph.Server.Running;

/// <summary>Who owns a file, by number, and what others may do with it: .NET tells and changes the mode, but not the owner.</summary>
public readonly record struct FileOwner(uint User, uint Group, UnixFileMode Mode)
{
    private const int FromWorkingDirectory = -100;
    private const int DoNotFollowLinks = 0x100;
    private const uint BasicStats = 0x7ff;
    private const uint Unchanged = uint.MaxValue;

    // struct statx is the same on every architecture (statx(2)).
    private const int StatSize = 256, UserAt = 20, GroupAt = 24, ModeAt = 28;
    private const int Permissions = 0xFFF;

    /// <summary>Of the file itself, not of what a link points to; null if it is not there or may not be looked at.</summary>
    public static FileOwner? Of(string path)
    {
        byte[] stat = new byte[StatSize];
        if (!OperatingSystem.IsLinux() || StatX(FromWorkingDirectory, Name(path), DoNotFollowLinks, BasicStats, stat) != 0)
            return null;
        return new FileOwner(Number(stat, UserAt), Number(stat, GroupAt), (UnixFileMode)((int)Number(stat, ModeAt) & Permissions));
    }

    public static bool TryChangeGroup(string path, uint group) => OperatingSystem.IsLinux() && ChangeOwner(Name(path), Unchanged, group) == 0;

    /// <summary>Whether a user with these groups has one of these rights; written for the bits of "others".</summary>
    public bool Allows(UnixFileMode right, uint user, IReadOnlyCollection<uint> groups)
    {
        int shift = user == User ? 6 : groups.Contains(Group) ? 3 : 0;
        return (((int)Mode >> shift) & (int)right) != 0;
    }

    private static byte[] Name(string path) => Encoding.UTF8.GetBytes(path + '\0');

    private static uint Number(byte[] stat, int at) => BinaryPrimitives.ReadUInt32LittleEndian(stat.AsSpan(at));

    [DllImport("libc.so.6", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatX(int folder, byte[] path, int flags, uint mask, byte[] stat);

    [DllImport("libc.so.6", EntryPoint = "lchown")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ChangeOwner(byte[] path, uint user, uint group);
}
