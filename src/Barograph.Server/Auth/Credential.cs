using Barograph.Ingest;
using Barograph.Model;

namespace Barograph.Server.Auth;

/// <summary>A live right, as the catalog knows it now: who may do what.</summary>
public sealed record Credential(Token Token, Device? Device)
{
    /// <summary>The same right as ingest sees it.</summary>
    public Reporter Reporter { get; } = new(Token, Device);

    public bool MayReport => Token.Scope is TokenScope.Report or TokenScope.Write or TokenScope.Admin;

    public bool MayRead => Token.Scope is TokenScope.Read or TokenScope.Write or TokenScope.Admin;

    /// <summary>Whether Basic authentication may use this name with it.</summary>
    public bool HasName(string name) => Device is null
        ? string.Equals(name, Token.Name, StringComparison.Ordinal)
        : string.Equals(name, Device.Name, StringComparison.Ordinal) || string.Equals(name, Device.Username, StringComparison.Ordinal);
}
