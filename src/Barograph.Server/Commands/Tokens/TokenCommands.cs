using System.CommandLine;
using Barograph.Model;

namespace Barograph.Server.Commands;

/// <summary><c>barograph token …</c></summary>
public static class TokenCommands
{
    private static readonly Dictionary<string, TokenScope> Scopes = new(StringComparer.Ordinal)
    {
        ["read"] = TokenScope.Read,
        ["write"] = TokenScope.Write,
        ["admin"] = TokenScope.Admin,
    };

    public static IEnumerable<AdminCommand> Build() => [Add(), List(), Revoke()];

    private static AdminCommand List() =>
        new(new Command("list", "Show all personal tokens"), (_, context, cancel) => TokenList.RunAsync(context, cancel));

    private static AdminCommand Add()
    {
        var name = new Argument<string>("NAME") { Description = "What the token is called, 1 to 64 characters" };
        var scope = new Option<string>("--scope")
        {
            Description = "read: see readings; write: also post reports; admin: also change devices, tokens and accounts", Required = true,
        };
        scope.AcceptOnlyFromAmong([.. Scopes.Keys]);
        return new AdminCommand(new Command("add", "Add a personal token and print it once") { name, scope }, (parse, context, cancel) =>
            TokenAdd.RunAsync(context, parse.GetRequiredValue(name), Scopes[parse.GetRequiredValue(scope)], cancel));
    }

    private static AdminCommand Revoke()
    {
        var name = new Argument<string>("NAME-or-ID") { Description = "The token's name, or its number in token list" };
        return new AdminCommand(new Command("revoke", "End a personal token") { name }, (parse, context, cancel) =>
            TokenRevoke.RunAsync(context, parse.GetRequiredValue(name), cancel));
    }
}
