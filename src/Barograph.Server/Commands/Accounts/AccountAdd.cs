using Barograph.Model;
using Barograph.Server.Changes;

namespace Barograph.Server.Commands;

/// <summary><c>barograph account add</c></summary>
public static class AccountAdd
{
    public static async Task<int> RunAsync(AdminContext context, string name, AccountRole role, CancellationToken cancel)
    {
        (Account account, string password) = await new AccountChanges(context.Store, context.Clock).AddAsync(name, role, cancel);
        if (context.Json)
            CommandJson.Write(context.Out, new AccountIssued(account.Name, Labels.Of(role), password), CommandJson.Default.AccountIssued);
        else
            context.Out.Write(TerminalText.Clean($"\"{account.Name}\" can sign in as {Labels.Of(role)} with this password, which is shown only now:") + $"\n\n  {password}\n");
        return ExitCode.Success;
    }
}
