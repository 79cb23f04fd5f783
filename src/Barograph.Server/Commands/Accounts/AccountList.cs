using Barograph.Model;

namespace Barograph.Server.Commands;

/// <summary><c>barograph account list</c></summary>
public static class AccountList
{
    public static async Task<int> RunAsync(AdminContext context, CancellationToken cancel)
    {
        IReadOnlyList<AccountShown> accounts = [.. (await context.Store.Accounts.ListAsync(cancel)).Select(Shown)];
        if (context.Json)
            CommandJson.Write(context.Out, accounts, CommandJson.Default.IReadOnlyListAccountShown);
        else if (accounts.Count == 0)
            context.Out.Write("There is no account yet. Make the owner's with the link that the server printed, or: barograph account set-password NAME\n");
        else
            Print(context, accounts);
        return ExitCode.Success;
    }

    private static AccountShown Shown(Account account) => new(account.Name, Labels.Of(account.Role), TerminalText.Of(account.CreatedAt));

    private static void Print(AdminContext context, IReadOnlyList<AccountShown> accounts)
    {
        var table = new TextTable("NAME", "ROLE", "CREATED");
        foreach (AccountShown account in accounts)
            table.Add(TerminalText.Clean(account.Name), account.Role, account.Created);
        table.WriteTo(context.Out, context.Width);
    }
}
