namespace Barograph.Server.Http;

/// <summary>Who may use an endpoint.</summary>
public enum AccessKind
{
    /// <summary>Anybody: health, set-up, sign-in, static assets.</summary>
    Open,

    /// <summary>A credential that may post reports.</summary>
    Report,

    /// <summary>A signed-in person, or a token that may read.</summary>
    Read,

    /// <summary>A token that may read; where sessions must not be looked for.</summary>
    ReadByToken,

    /// <summary>A signed-in person in a browser; anybody else is sent to the sign-in page.</summary>
    Person,
}
