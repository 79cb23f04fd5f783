namespace Barograph.Server.Auth;

/// <summary>What became of a person's name and password.</summary>
public enum PasswordOutcome
{
    Right,
    Wrong,

    /// <summary>Wrong, and not for the first time this minute.</summary>
    WrongTooOften,

    /// <summary>Not tried: too many wait already.</summary>
    Busy,
}
