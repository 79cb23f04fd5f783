using Barograph.Model;
using Barograph.Server.Auth;
using Barograph.Storage;

namespace Barograph.Server.Commands;

/// <summary><c>barograph token add</c></summary>
public static class TokenAdd
{
    public static async Task<int> RunAsync(AdminContext context, string sent, TokenScope scope, CancellationToken cancel)
    {
        if (!NameRule.TryToken(sent, out string? name, out string? problem))
            throw new CommandFailedException(problem, ExitCode.Usage);
        string secret = TokenText.New();
        var wanted = new NewToken(TokenKind.Random, TokenText.Hash(secret), scope, TokenReach.Any, Prefix: null, ExpiresAt: null);
        Token token = await context.Store.Tokens.AddPersonalAsync(name, wanted, Instant.Now(context.Clock), cancel);
        if (context.Json)
        {
            CommandJson.Write(context.Out, new TokenIssued(token.Id, name, Labels.Of(scope), secret), CommandJson.Default.TokenIssued);
            return ExitCode.Success;
        }
        context.Out.Write(TerminalText.Clean($"The token \"{name}\" ({Labels.Of(scope)}), which is shown only now:") + $"\n\n  {secret}\n\n");
        context.Out.Write($"See the latest readings with it:\n\n  {CurlLine.Latest(context.Settings.Urls, secret)}\n");
        return ExitCode.Success;
    }
}
