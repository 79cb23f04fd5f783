using Barograph.Model;

namespace Barograph.Server.Commands;

/// <summary><c>barograph token list</c>: the personal ones; those of devices are in <c>device list</c>.</summary>
public static class TokenList
{
    public static async Task<int> RunAsync(AdminContext context, CancellationToken cancel)
    {
        Instant now = Instant.Now(context.Clock);
        IReadOnlyList<TokenShown> tokens =
            [.. (await context.Store.Tokens.ListAsync(cancel)).Where(token => token.DeviceId is null).Select(token => Labels.Of(token, now))];
        if (context.Json)
            CommandJson.Write(context.Out, tokens, CommandJson.Default.IReadOnlyListTokenShown);
        else if (tokens.Count == 0)
            context.Out.Write("There is no personal token. Add one: barograph token add NAME --scope read\n");
        else
            Print(context, tokens);
        return ExitCode.Success;
    }

    private static void Print(AdminContext context, IReadOnlyList<TokenShown> tokens)
    {
        var table = new TextTable("ID", "NAME", "SCOPE", "CREATED", "STATE");
        foreach (TokenShown token in tokens)
            table.Add(TerminalText.Of(token.Id), TerminalText.Clean(token.Name), token.Scope, token.Created, State(token));
        table.WriteTo(context.Out, context.Width);
    }

    private static string State(TokenShown token) => token switch
    {
        { Live: false } => $"ended {token.Expires}",
        { Expires: null } => "live",
        _ => $"live until {token.Expires}",
    };
}
