using System.Security.Cryptography;
using System.Text;

namespace Barograph.Storage.Postgres;

/// <summary>
/// What PostgreSQL keeps of a password (RFC 5803), made here so that the password itself is never in a statement, and so in no server log.
/// </summary>
internal static class ScramVerifier
{
    private const int Iterations = 4096, SaltBytes = 16;

    /// <param name="password">ASCII letters and digits, so that SASLprep leaves it as it is.</param>
    public static string Of(string password)
    {
        byte[] salt = RandomNumberGenerator.GetBytes(SaltBytes);
        byte[] salted = Rfc2898DeriveBytes.Pbkdf2(password, salt, Iterations, HashAlgorithmName.SHA256, SHA256.HashSizeInBytes);
        byte[] storedKey = SHA256.HashData(HMACSHA256.HashData(salted, "Client Key"u8));
        byte[] serverKey = HMACSHA256.HashData(salted, "Server Key"u8);
        return new StringBuilder("SCRAM-SHA-256$").Append(Iterations).Append(':').Append(Convert.ToBase64String(salt))
            .Append('$').Append(Convert.ToBase64String(storedKey)).Append(':').Append(Convert.ToBase64String(serverKey)).ToString();
    }
}
