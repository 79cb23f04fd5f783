using System.Globalization;
using Barograph.Model;
using Barograph.Rollups;
using Barograph.Storage.Sqlite.Rollups;
using Microsoft.Data.Sqlite;

namespace Barograph.Storage.Sqlite;

/// <summary>What <c>barograph doctor</c> says about the file.</summary>
internal static class StoreExamination
{
    private const long MegaByte = 1_000_000;
    private const long LittleSpace = 1000 * MegaByte;
    private const long LittleShare = 10;
    private const long HardlyAnySpace = 100 * MegaByte;

    /// <param name="writer">The writer's connection: what it really has, not what it was told.</param>
    /// <param name="path">The file.</param>
    /// <param name="check">SQLite's check of the whole file, finished or not.</param>
    /// <param name="now">The present.</param>
    public static IReadOnlyList<Finding> Examine(SqliteConnection writer, string path, Task<string> check, Instant now) =>
        [
            Pragma(writer, "journal_mode", "wal", "write-ahead log"),
            Pragma(writer, "synchronous", "2", "FULL: an acknowledgement is on disk"),
            Schema(writer),
            Check(check, path),
            RollupAge.Examine(RollupStateRow.Read(writer).Published, now),
            Sizes(path),
            FreeSpace(path),
            FileMode(path),
            FolderMode(path),
        ];

    private static Finding Pragma(SqliteConnection writer, string name, string expected, string meaning)
    {
        string? real = Convert.ToString(writer.Scalar($"PRAGMA {name}"), CultureInfo.InvariantCulture);
        return real == expected
            ? new Finding(FindingLevel.Fine, name, meaning)
            : new Finding(
                FindingLevel.Fault, name, $"It is {real} and must be {expected}: readings may be lost at a power cut. Restart the server.");
    }

    private static Finding Schema(SqliteConnection writer)
    {
        long scripts = (long)writer.Scalar("SELECT count(*) FROM SchemaVersions")!;
        return new Finding(
            FindingLevel.Fine, "schema",
            string.Create(CultureInfo.InvariantCulture, $"{scripts} migrations, the last is {SqliteMigrations.Latest}"));
    }

    private static Finding Check(Task<string> check, string path)
    {
        const string Subject = "quick_check";
        if (!check.IsCompletedSuccessfully)
            return new Finding(FindingLevel.Fine, Subject, "SQLite is still checking the file; ask again later.");
        return check.Result == "ok"
            ? new Finding(FindingLevel.Fine, Subject, "SQLite finds the file sound.")
            : new Finding(
                FindingLevel.Fault, Subject,
                $"The file is damaged: {check.Result.ReplaceLineEndings("; ")}. "
                + $"Stop the server, copy the file, then save what is readable with: sqlite3 {path} .recover");
    }

    private static Finding FileMode(string path)
    {
        if (OperatingSystem.IsWindows())
            return new Finding(FindingLevel.Fine, "file mode", "On Windows the folder's permissions decide who can read the file.");
        UnixFileMode mode = File.GetUnixFileMode(path);
        return (mode & ~PrivateFile.Mode) == 0
            ? new Finding(FindingLevel.Fine, "file mode", "Only the owner can read the file.")
            : new Finding(
                FindingLevel.Warning, "file mode", $"Others can read the file, and it holds password hashes. Run: chmod 600 {path}");
    }

    private static Finding FolderMode(string path)
    {
        string folder = Path.GetDirectoryName(path)!;
        UnixFileMode mode = OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(folder);
        // In a folder with the sticky bit, such as /tmp, others can add files but take none away.
        bool othersReplace = (mode & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) != 0 && !mode.HasFlag(UnixFileMode.StickyBit);
        return othersReplace
            ? new Finding(FindingLevel.Warning, "folder mode", $"Others can replace the files in the store's folder. Run: chmod go-w {folder}")
            : new Finding(FindingLevel.Fine, "folder mode", "Only the owner can replace the files in the store's folder.");
    }

    private static Finding Sizes(string path)
    {
        long file = new FileInfo(path).Length;
        var log = new FileInfo(path + "-wal");
        return new Finding(
            FindingLevel.Fine, "size", $"{MegaBytes(file)} in the file, {MegaBytes(log.Exists ? log.Length : 0)} in its write-ahead log");
    }

    private static Finding FreeSpace(string path)
    {
        var disk = new DriveInfo(Path.GetDirectoryName(path)!);
        return JudgeSpace(disk.AvailableFreeSpace, disk.TotalSize);
    }

    internal static Finding JudgeSpace(long free, long total)
    {
        FindingLevel level = free < HardlyAnySpace ? FindingLevel.Fault
            : free < LittleSpace || free < total / LittleShare ? FindingLevel.Warning : FindingLevel.Fine;
        string text = level == FindingLevel.Fine ? "free" : "free; reports are refused when it is full, so make some room";
        return new Finding(level, "disk space", $"{MegaBytes(free)} of {MegaBytes(total)} {text}");
    }

    private static string MegaBytes(long bytes) =>
        string.Create(CultureInfo.InvariantCulture, $"{(double)bytes / MegaByte:0.0} MB");
}
