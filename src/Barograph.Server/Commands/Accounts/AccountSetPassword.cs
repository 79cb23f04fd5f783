using Barograph.Model;
using Barograph.Server.Changes;

namespace Barograph.Server.Commands;

/// <summary><c>barograph account set-password</c></summary>
public static class AccountSetPassword
{
    public static async Task<int> RunAsync(AdminContext context, string sent, CancellationToken cancel)
    {
        string name = AccountChanges.Name(sent);
        string password = await context.In.ReadLineAsync(cancel) ?? "";
        bool created = false;
        if (!await new AccountChanges(context.Store, context.Clock).SetPasswordAsync(name, password, keptSession: null, cancel))
        {
            Account? owner = await context.Store.Accounts.AddFirstOwnerAsync(name, AccountChanges.HashOf(password), Instant.Now(context.Clock), cancel);
            created = owner is not null;
            if (!created)
                throw new CommandFailedException($"There is no account \"{name}\"; the accounts are {await NamesAsync(context, cancel)}.");
        }
        if (context.Json)
            CommandJson.Write(context.Out, new AccountSet(name, created), CommandJson.Default.AccountSet);
        else
            context.Out.Write(TerminalText.Clean(created
                ? $"There was no account yet, so the owner's account \"{name}\" was made with this password."
                : $"The password of \"{name}\" is set and its sessions are ended.") + "\n");
        return ExitCode.Success;
    }

    private static async Task<string> NamesAsync(AdminContext context, CancellationToken cancel) =>
        string.Join(", ", (await context.Store.Accounts.ListAsync(cancel)).Select(account => $"\"{account.Name}\""));
}
