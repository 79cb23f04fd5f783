using System.Globalization;
using Barograph.Model;

namespace Barograph.Server.Commands;

/// <summary><c>barograph token revoke</c></summary>
public static class TokenRevoke
{
    /// <param name="context">The world.</param>
    /// <param name="nameOrId">Digits are an id; a token cannot be named so.</param>
    /// <param name="cancel">Stops it.</param>
    public static async Task<int> RunAsync(AdminContext context, string nameOrId, CancellationToken cancel)
    {
        Instant now = Instant.Now(context.Clock);
        Token token = Find(await context.Store.Tokens.ListAsync(cancel), nameOrId.Trim(), now);
        if (token.DeviceId is not null)
            throw new CommandFailedException(
                $"Token {TerminalText.Of(token.Id)} belongs to a device; run: barograph device revoke \"{token.Name}\" --token {TerminalText.Of(token.Id)}");
        if (!await context.Store.Tokens.RevokeAsync(token.Id, now, cancel))
            throw new CommandFailedException($"The token \"{token.Name}\" ({TerminalText.Of(token.Id)}) has ended already.");
        if (context.Json)
            CommandJson.Write(context.Out, new TokenRevoked(token.Id, token.Name, TerminalText.Of(now)), CommandJson.Default.TokenRevoked);
        else
            context.Out.Write(TerminalText.Clean($"The token \"{token.Name}\" ({TerminalText.Of(token.Id)}) is revoked.") + "\n");
        return ExitCode.Success;
    }

    // A name is free again once its token has ended, so several may bear it; at most one of them is live.
    private static Token Find(IReadOnlyList<Token> tokens, string nameOrId, Instant now)
    {
        IEnumerable<Token> found = int.TryParse(nameOrId, NumberStyles.None, CultureInfo.InvariantCulture, out int id)
            ? tokens.Where(token => token.Id == id)
            : tokens.Where(token => token.DeviceId is null && token.Name == nameOrId).OrderByDescending(token => token.IsLive(now));
        return found.FirstOrDefault() ?? throw new CommandFailedException($"There is no personal token \"{nameOrId}\"; see barograph token list.");
    }
}
