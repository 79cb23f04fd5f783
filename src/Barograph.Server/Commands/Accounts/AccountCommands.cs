using System.CommandLine;
using Barograph.Model;

namespace Barograph.Server.Commands;

/// <summary><c>barograph account …</c></summary>
public static class AccountCommands
{
    public static IEnumerable<AdminCommand> Build() => [Add(), List(), SetPassword(), Remove()];

    private static AdminCommand Add()
    {
        var name = new Argument<string>("NAME") { Description = "The person's name, 1 to 64 characters" };
        var role = new Option<string>("--role")
        {
            Description = "owner: everything; member: all but accounts, personal tokens, retention and the public switch; guest: see readings", Required = true,
        };
        role.AcceptOnlyFromAmong(Labels.Of(AccountRole.Owner), Labels.Of(AccountRole.Member), Labels.Of(AccountRole.Guest));
        return new AdminCommand(new Command("add", "Add an account and print its password once") { name, role }, (parse, context, cancel) =>
        {
            Labels.TryRole(parse.GetRequiredValue(role), out AccountRole wanted);
            return AccountAdd.RunAsync(context, parse.GetRequiredValue(name), wanted, cancel);
        });
    }

    private static AdminCommand List() =>
        new(new Command("list", "Show all accounts"), (_, context, cancel) => AccountList.RunAsync(context, cancel));

    private static AdminCommand Remove()
    {
        var name = new Argument<string>("NAME") { Description = "The account" };
        return new AdminCommand(new Command("remove", "Remove an account and end its sessions; the last owner stays") { name }, (parse, context, cancel) =>
            AccountRemove.RunAsync(context, parse.GetRequiredValue(name), cancel));
    }

    private static AdminCommand SetPassword()
    {
        var name = new Argument<string>("NAME") { Description = "The account; if there is none at all, the owner's is made with this name" };
        var passwordStdin = new Option<bool>("--password-stdin") { Description = "Take the password from standard input instead of asking for it" };
        var syntax = new Command("set-password", "Set an account's password and end its sessions") { name, passwordStdin };
        return new AdminCommand(syntax, (parse, context, cancel) => AccountSetPassword.RunAsync(context, parse.GetRequiredValue(name), cancel))
        {
            Prompt = _ => "New password",
            PasswordOption = passwordStdin,
        };
    }
}
