namespace Barograph.Storage.Sqlite;

// Only until the engine's branch is merged: lets the suite compile without it.
public enum SqliteAccess { Serve, Admin }

public sealed class SqliteStore(string path, SqliteAccess access, TimeProvider clock) : Barograph.Storage.Tests.NoStore(path + access + clock);
