namespace Barograph.Storage.Sqlite;

/// <summary>In what role a process opens the file.</summary>
public enum SqliteAccess
{
    /// <summary>The server: makes and migrates what is missing.</summary>
    Serve,

    /// <summary>An admin command without a server: uses a file of exactly this version, or refuses.</summary>
    Admin,
}
