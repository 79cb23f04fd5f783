using Barograph.Model;
using Barograph.Server.Changes;

namespace Barograph.Server.Commands;

/// <summary><c>barograph token add</c></summary>
public static class TokenAdd
{
    public static async Task<int> RunAsync(AdminContext context, string sent, TokenScope scope, CancellationToken cancel)
    {
        (Token token, string secret) = await new TokenChanges(context.Store, context.Clock).AddAsync(sent, scope, cancel);
        if (context.Json)
        {
            CommandJson.Write(context.Out, new TokenIssued(token.Id, token.Name, Labels.Of(scope), secret), CommandJson.Default.TokenIssued);
            return ExitCode.Success;
        }
        context.Out.Write(TerminalText.Clean($"The token \"{token.Name}\" ({Labels.Of(scope)}), which is shown only now:") + $"\n\n  {secret}\n\n");
        context.Out.Write($"See the latest readings with it:\n\n  {CurlLine.Latest(context.Settings.Urls, secret)}\n");
        return ExitCode.Success;
    }
}
