using Barograph.Model;
using Barograph.Server.Auth;
using Barograph.Storage;

namespace Barograph.Server.Commands;

/// <summary>The words that stand for stored numbers, in tables and in JSON. Scripts rely on them: add, never change.</summary>
public static class Labels
{
    public static string Of(TokenKind kind) => kind switch
    {
        TokenKind.Random => "random",
        TokenKind.Password => "password",
        TokenKind.Passkey => "passkey",
        _ => "unknown",
    };

    public static string Of(TokenReach reach) => reach switch
    {
        TokenReach.Placement => "placement",
        TokenReach.Prefix => "prefix",
        TokenReach.Any => "any",
        _ => "unknown",
    };

    public static string Of(TokenScope scope) => scope switch
    {
        TokenScope.Report => "report",
        TokenScope.Read => "read",
        TokenScope.Write => "write",
        TokenScope.Admin => "admin",
        _ => "unknown",
    };

    public static string Of(FindingLevel level) => level switch
    {
        FindingLevel.Fine => "fine",
        FindingLevel.Notice => "notice",
        FindingLevel.Warning => "warning",
        _ => "fault",
    };

    public static string Of(AccountRole role) => role switch
    {
        AccountRole.Owner => "owner",
        AccountRole.Member => "member",
        _ => "guest",
    };

    public static string Of(CallerRole role) => role switch
    {
        CallerRole.Owner => "owner",
        CallerRole.Member => "member",
        CallerRole.Guest => "guest",
        _ => "visitor",
    };

    public static bool TryRole(string text, out AccountRole role)
    {
        foreach (AccountRole candidate in (ReadOnlySpan<AccountRole>)[AccountRole.Owner, AccountRole.Member, AccountRole.Guest])
        {
            role = candidate;
            if (Of(candidate) == text)
                return true;
        }
        role = default;
        return false;
    }

    /// <summary>The scopes that people's tokens have.</summary>
    public static bool TryPersonalScope(string text, out TokenScope scope)
    {
        foreach (TokenScope candidate in (ReadOnlySpan<TokenScope>)[TokenScope.Read, TokenScope.Write, TokenScope.Admin])
        {
            scope = candidate;
            if (Of(candidate) == text)
                return true;
        }
        scope = default;
        return false;
    }

    /// <summary>A token without its secret.</summary>
    public static TokenShown Of(Token token, Instant now) => new(
        token.Id, token.Name, Of(token.Kind), Of(token.Scope), Of(token.Reach), token.Prefix,
        TerminalText.Of(token.CreatedAt), token.IsLive(now), token.ExpiresAt is { } end ? TerminalText.Of(end) : null,
        DialectNames.Of(token.Dialects), token.LocationTags);
}
