using System.Text;

namespace Barograph.Server.Auth;

/// <summary>What a person's password must be. Boards' passwords have no rule: they are flashed already.</summary>
public static class PasswordPolicy
{
    public const int MinLength = 8;
    private const int MaxBytes = 1024;

    /// <summary>A sentence about what is wrong with it, or null.</summary>
    public static string? Problem(string password)
    {
        if (password.Length < MinLength)
            return "The password needs at least 8 characters.";
        return Encoding.UTF8.GetByteCount(password) > MaxBytes ? "The password is longer than 1024 bytes." : null;
    }
}
