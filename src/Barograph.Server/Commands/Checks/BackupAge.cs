using System.Globalization;
using Barograph.Server.Config;
using Barograph.Storage;

namespace Barograph.Server.Commands.Checks;

/// <summary>Whether there is a backup, and how old it is.</summary>
public static class BackupAge
{
    private const string Subject = "backups";

    /// <summary>One is made every night; two days say that one night failed and nobody saw it.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(2);

    public static IReadOnlyList<Finding> Examine(Settings settings, TimeProvider clock)
    {
        string folder = settings.Backups;
        List<Finding> findings = [];
        try
        {
            findings.Add(Newest(folder, settings.Store.Kind, clock));
        }
        catch (DirectoryNotFoundException)
        {
            findings.Add(None(folder, settings.Store.Kind));
        }
        catch (UnauthorizedAccessException)
        {
            findings.Add(new(FindingLevel.Notice, Subject, $"This user may not look at {folder}. For this check, run: sudo barograph doctor"));
        }
        if (DiskSpace.Examine(folder, "disk of backups") is { } space)
            findings.Add(space);
        return findings;
    }

    private static Finding None(string folder, StoreKind kind) => kind == StoreKind.Sqlite
        ? new(FindingLevel.Warning, Subject, $"There is no backup in {folder}. Make one with: barograph backup")
        : new(FindingLevel.Notice, Subject, $"There is no dump in {folder}, and this server makes none of a PostgreSQL database: docs/backup.md says how. Name their folder with the setting backups.");

    private static Finding Newest(string folder, StoreKind kind, TimeProvider clock)
    {
        FileInfo? newest = new BackupFolder(folder).Newest(kind);
        if (newest is null)
            return None(folder, kind);
        TimeSpan age = clock.GetUtcNow() - newest.LastWriteTimeUtc;
        string text = string.Create(CultureInfo.InvariantCulture, $"The newest backup, {newest.FullName}, is {Math.Max(0, age.TotalHours):0} hours old");
        return age <= Longest
            ? new(FindingLevel.Fine, Subject, text + ".")
            : new(FindingLevel.Warning, Subject, text + (kind == StoreKind.Sqlite
                ? ". See why there is no newer one with: journalctl -u barograph-backup"
                : ". See what makes your dumps; docs/backup.md has the commands."));
    }
}
