using System.CommandLine;

namespace Barograph.Server.Commands;

/// <summary><c>barograph account …</c></summary>
public static class AccountCommands
{
    public static IEnumerable<AdminCommand> Build() => [SetPassword()];

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
