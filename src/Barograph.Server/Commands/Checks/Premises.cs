using Barograph.Server.Config;
using Barograph.Server.Running;
using Barograph.Storage;

namespace Barograph.Server.Commands.Checks;

/// <summary>What is around the server on this machine, and whether the world reaches it.</summary>
public static class Premises
{
    public static async Task<IReadOnlyList<Finding>> ExamineAsync(Settings settings, TimeProvider clock, CancellationToken cancel)
    {
        UnixAccounts accounts = UnixAccounts.OfMachine();
        List<Finding> findings = [];
        if (TimeService.Examine() is { } time)
            findings.Add(time);
        if (SecretFiles.Examine(settings, accounts) is { } secrets)
            findings.Add(secrets);
        findings.AddRange(WebSockets.Examine(settings.Urls, accounts));
        if (settings.Store.Kind == StoreKind.Postgres && DiskSpace.Examine(settings.Data, "disk space") is { } space)
            findings.Add(space);
        findings.AddRange(BackupAge.Examine(settings, clock));
        if (settings.PublicUrl is { } url)
            findings.AddRange(await new PublicSite(url, clock).ExamineAsync(cancel));
        return findings;
    }
}
