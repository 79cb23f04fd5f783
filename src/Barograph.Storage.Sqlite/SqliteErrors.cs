using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Barograph.Storage.Sqlite;

/// <summary>The one place where SQLite's errors become those of the storage contract.</summary>
internal static class SqliteErrors
{
    /// <summary>What a caller is told. Other exceptions than SQLite's are told as they are.</summary>
    public static Exception Translate(Exception e) => e is SqliteException sqlite ? Translate(sqlite) : e;

    /// <summary>
    /// A constraint covers RAISE(ABORT) of a trigger and a value of the wrong type for a strict table. Only what lies in the data itself
    /// is refused; whatever is not known to be so (busy, full, I/O, damage) is "unavailable", which never loses a report.
    /// </summary>
    private static Exception Translate(SqliteException e) => e.SqliteErrorCode switch
    {
        raw.SQLITE_CONSTRAINT or raw.SQLITE_MISMATCH or raw.SQLITE_TOOBIG =>
            new BatchRefusedException($"SQLite refuses the data: {e.Message}", e),
        raw.SQLITE_FULL => new StorageUnavailableException("The disk is full; free some space.", e),
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new StorageUnavailableException("Another program holds the SQLite file locked.", e),
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => new StorageUnavailableException("The SQLite file is damaged; see barograph doctor.", e),
        _ => new StorageUnavailableException(
            $"SQLite failed with code {e.SqliteErrorCode} ({e.SqliteExtendedErrorCode}): {e.Message}", e),
    };

    /// <summary>
    /// At the start more is certain: only what waiting may cure is "unavailable". Damage, missing rights and a migration that fails
    /// are refused.
    /// </summary>
    public static Exception TranslateAtOpen(SqliteException e, string path) => e.SqliteErrorCode switch
    {
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_FULL or raw.SQLITE_IOERR or raw.SQLITE_NOMEM
            or raw.SQLITE_PROTOCOL => Translate(e),
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => new StoreRefusedException(
            $"{path} is damaged or not a SQLite file ({e.Message}) It is left as it is. Put back a copy of it, "
            + $"or save what is readable with: sqlite3 {path} .recover", e),
        raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_AUTH => new StoreRefusedException(
            $"{path} cannot be opened for writing. File and folder must belong to the user that runs Barograph. See: ls -l {path}*", e),
        _ => new StoreRefusedException($"{path} cannot be made ready: {e.Message}", e),
    };

    /// <summary>When a file is only to be read, and nobody knows yet whether it is a store.</summary>
    public static Exception TranslateAtReading(SqliteException e, string path) => e switch
    {
        _ when IsDamage(e) => new StoreRefusedException($"{path} is damaged or not a SQLite file ({e.Message}).", e),
        { SqliteExtendedErrorCode: raw.SQLITE_READONLY_ROLLBACK } => new StoreRefusedException(
            $"A power cut or a kill left {path} in the middle of a change, which is undone when the server starts. Start it once, then try again.", e),
        { SqliteErrorCode: raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_AUTH } =>
            new StoreRefusedException($"{path} cannot be read. Run this as the user that the store belongs to. See: ls -l {path}*", e),
        _ => Translate(e),
    };

    public static bool IsDamage(SqliteException e) => e.SqliteErrorCode is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB;

    /// <summary>True if the failed transaction certainly left nothing behind. Else its connection must not be used again.</summary>
    public static bool LeavesNoDoubt(Exception translated) =>
        translated is BatchRefusedException or NameTakenException or ArgumentException;
}
