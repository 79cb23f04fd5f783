namespace Barograph.Server.Http;

/// <summary>Who may use an endpoint.</summary>
public enum AccessKind
{
    /// <summary>Anybody: health, set-up, sign-in, static assets.</summary>
    Open,

    /// <summary>A credential that may post reports.</summary>
    Report,

    /// <summary>A signed-in person, or a token that may read; where the site is public, anybody.</summary>
    Read,

    /// <summary>As <see cref="Read"/>, and never anybody: what is not about readings.</summary>
    ReadInside,

    /// <summary>A token that may read; where sessions must not be looked for.</summary>
    ReadByToken,

    /// <summary>A signed-in member or owner, or a token with scope admin.</summary>
    Change,

    /// <summary>A signed-in owner, or a token with scope admin.</summary>
    Own,

    /// <summary>A signed-in person, whatever their role, about what is theirs.</summary>
    SignedIn,

    /// <summary>A page for a signed-in person in a browser; anybody else is sent to the sign-in page.</summary>
    Person,

    /// <summary>As <see cref="Person"/>; where the site is public, anybody.</summary>
    Page,
}
