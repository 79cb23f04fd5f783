namespace Barograph.Model;

/// <summary>How a token's secret is kept. Stored as numbers: add, never change.</summary>
public enum TokenKind
{
    /// <summary>Made by us, at least 128 bits of randomness: its hash is the SHA-256 of the text, in hex.</summary>
    Random = 0,

    /// <summary>Chosen by a person, perhaps long ago and flashed: its hash is that of the platform's password hasher.</summary>
    Password = 1,

    /// <summary>
    /// The PASSKEY that a weather station was born with and sends readable: its hash is the SHA-256 of the text, in hex. It is found only where a dialect
    /// carries a PASSKEY.
    /// </summary>
    Passkey = 2,
}
