using System.Globalization;
using System.Text.RegularExpressions;
using Barograph.Server.Config;
using Barograph.Storage.Sqlite.Copying;

namespace Barograph.Server.Commands;

/// <summary>
/// The folder of the backups that are made without a name, which are called after their time: barograph-2026-11-23T021500Z.db. Whatever else lies there is
/// never touched.
/// </summary>
public sealed partial class BackupFolder(string path)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Its backups, the newest first.</summary>
    public IReadOnlyList<string> Backups => Directory.Exists(path)
        ? [.. Directory.GetFiles(path).Where(file => OwnName().IsMatch(Path.GetFileName(file))).OrderDescending(StringComparer.Ordinal)]
        : [];

    /// <summary>
    /// The backup that was written last, or null. Of a PostgreSQL database it is a dump as the manual makes it, barograph.dump, or with more in the middle of its
    /// name. An empty file is none.
    /// </summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not look at it.</exception>
    public FileInfo? Newest(StoreKind kind) => new DirectoryInfo(path).EnumerateFiles()
        .Where(file => (kind == StoreKind.Sqlite ? OwnName() : Dump()).IsMatch(file.Name) && file.Length > 0)
        .MaxBy(file => file.LastWriteTimeUtc);

    /// <summary>The name of a backup of now. Makes the folder (0700) if it is missing.</summary>
    /// <exception cref="CommandFailedException">It cannot be made.</exception>
    public string NewFile(TimeProvider clock)
    {
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(path);
            else
                Directory.CreateDirectory(path, OwnerOnly);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"The folder {path} cannot be made: {e.Message} Name another with --into DIR.");
        }
        return Path.Combine(path, clock.GetUtcNow().ToString("'barograph-'yyyy-MM-dd'T'HHmmss'Z.db'", CultureInfo.InvariantCulture));
    }

    /// <summary>
    /// Removes all but <paramref name="made"/> and the newest of the others, so that <paramref name="kept"/> stay, and what a killed run left behind.
    /// Returns what it removed.
    /// </summary>
    /// <remarks>The backup just made stays whatever its name says: a machine without a clock that runs on makes it in the past.</remarks>
    /// <exception cref="CommandFailedException">Something could not be removed.</exception>
    public IReadOnlyList<string> Prune(int kept, string made)
    {
        try
        {
            List<string> removed = [.. Backups.Where(file => Path.GetFileName(file) != Path.GetFileName(made)).Skip(kept - 1)];
            removed.ForEach(File.Delete);
            foreach (string part in Directory.GetFiles(path).Where(file => OwnPart().IsMatch(Path.GetFileName(file))))
                PartFile.RemoveAbandoned(part);
            return removed;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"The new backup is whole, but an old one could not be removed: {e.Message}");
        }
    }

    // \z and not $, which would let a newline pass at the end.
    [GeneratedRegex(@"\Abarograph-[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{6}Z\.db\z")]
    private static partial Regex OwnName();

    [GeneratedRegex(@"\Abarograph-[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{6}Z\.db\.part\z")]
    private static partial Regex OwnPart();

    [GeneratedRegex(@"\Abarograph[^/]*\.dump\z")]
    private static partial Regex Dump();
}
