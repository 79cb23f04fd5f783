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
        if (settings.Backups is not { } folder)
            return [None(settings.Store.Kind)];
        List<Finding> findings = [];
        try
        {
            findings.Add(Newest(folder, clock));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            findings.Add(new(FindingLevel.Warning, Subject,
                $"The folder {folder} is not there, or not for this user to see. Make it, correct the setting backups, or run: sudo barograph doctor"));
        }
        if (DiskSpace.Examine(folder, "disk of backups") is { } space)
            findings.Add(space);
        return findings;
    }

    private static Finding None(StoreKind kind) => kind == StoreKind.Sqlite
        ? new(FindingLevel.Warning, Subject, "No backups are made. Name a folder for them with the setting backups, best on another disk.")
        : new(FindingLevel.Notice, Subject, "This server makes no backups of a PostgreSQL database. docs/postgresql.md says how to make them; then name their folder with the setting backups.");

    private static Finding Newest(string folder, TimeProvider clock)
    {
        FileInfo? newest = new DirectoryInfo(folder).EnumerateFiles("barograph-*").Where(file => file.Length > 0).MaxBy(file => file.LastWriteTimeUtc);
        if (newest is null)
            return new(FindingLevel.Warning, Subject, $"There is no backup in {folder} yet. Make one now with: barograph backup {Path.Combine(folder, "barograph-first.db")}");
        TimeSpan age = clock.GetUtcNow() - newest.LastWriteTimeUtc;
        string text = string.Create(CultureInfo.InvariantCulture, $"The newest backup, {newest.FullName}, is {Math.Max(0, age.TotalHours):0} hours old");
        return age <= Longest
            ? new(FindingLevel.Fine, Subject, text + ".")
            : new(FindingLevel.Warning, Subject, text + ". See why there is no newer one with: journalctl -u barograph");
    }
}
