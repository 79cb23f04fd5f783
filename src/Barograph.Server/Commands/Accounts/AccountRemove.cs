using Barograph.Server.Changes;

namespace Barograph.Server.Commands;

/// <summary><c>barograph account remove</c></summary>
public static class AccountRemove
{
    public static async Task<int> RunAsync(AdminContext context, string sent, CancellationToken cancel)
    {
        string name = AccountChanges.Name(sent);
        await new AccountChanges(context.Store, context.Clock).RemoveAsync(name, cancel);
        if (context.Json)
            CommandJson.Write(context.Out, new AccountRemoved(name), CommandJson.Default.AccountRemoved);
        else
            context.Out.Write(TerminalText.Clean($"The account \"{name}\" is removed and its sessions are ended.") + "\n");
        return ExitCode.Success;
    }
}
