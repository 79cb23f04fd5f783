using System.Globalization;
using Barograph.Storage;

namespace Barograph.Server.Commands.Checks;

/// <summary>Free space beside the store.</summary>
public static class DiskSpace
{
    private const long GigaByte = 1L << 30;
    private const long HardlyAny = GigaByte / 10;

    /// <summary>Null if the folder is not there.</summary>
    public static Finding? Examine(string folder, string subject)
    {
        if (!Directory.Exists(folder))
            return null;
        var disk = new DriveInfo(Path.GetFullPath(folder));
        return Judge(subject, folder, disk.AvailableFreeSpace, disk.TotalSize);
    }

    public static Finding Judge(string subject, string folder, long free, long total)
    {
        FindingLevel level = free < HardlyAny ? FindingLevel.Fault : free < GigaByte || free < total / 10 ? FindingLevel.Warning : FindingLevel.Fine;
        string share = string.Create(CultureInfo.InvariantCulture, $"{(double)free / GigaByte:0.0} GiB of {(double)total / GigaByte:0.0} GiB");
        return new Finding(level, subject, level == FindingLevel.Fine
            ? $"{share} are free at {folder}."
            : $"Only {share} are free at {folder}. Make room before it is full: see what is large with: du -xh --max-depth=2 / | sort -h | tail");
    }
}
