using Barograph.Server.Config;
using Barograph.Server.Running;
using Barograph.Storage;
using Npgsql;

namespace Barograph.Server.Commands.Checks;

/// <summary>Whether the database's password lies in a file that everybody can read.</summary>
public static class SecretFiles
{
    /// <summary>Null if no file holds a secret.</summary>
    public static Finding? Examine(Settings settings, UnixAccounts accounts)
    {
        if (settings.StoreNamedIn is not { } path || !HoldsPassword(settings.Store) || FileOwner.Of(Target(path)) is not { } owner)
            return null;
        string group = accounts.NameOfGroup(owner.Group);
        return (owner.Mode & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite)) == 0
            ? new(FindingLevel.Fine, "password file", $"{path} holds the database's password; only {accounts.NameOfUser(owner.User)} and the group {group} can read it.")
            : new(FindingLevel.Fault, "password file", $"{path} holds the database's password, and everybody on this machine can read it. Run: chmod o= {path}");
    }

    private static bool HoldsPassword(StoreAddress store) =>
        store.Kind == StoreKind.Postgres && !string.IsNullOrEmpty(new NpgsqlConnectionStringBuilder(store.Value).Password);

    private static string Target(string path) => File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
}
