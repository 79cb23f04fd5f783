using Microsoft.AspNetCore.Identity;

namespace Barograph.Server.Auth;

/// <summary>Passwords chosen by people, hashed by the platform's hasher (PBKDF2 with SHA-512, salted). One call costs tens of milliseconds of a core.</summary>
public static class PasswordHashing
{
    private static readonly PasswordHasher<object> Hasher = new();
    private static readonly object NoUser = new();

    /// <summary>A hash that no password matches but that costs as much to try, so that unknown names take as long as known ones.</summary>
    public static readonly string Decoy = Hash(TokenText.New());

    public static string Hash(string password) => Hasher.HashPassword(NoUser, password);

    public static bool Verify(string hash, string password)
    {
        try
        {
            return Hasher.VerifyHashedPassword(NoUser, hash, password) != PasswordVerificationResult.Failed;
        }
        catch (FormatException)
        {
            // A damaged row must not let anybody in, nor turn a request into a 500.
            return false;
        }
    }
}
