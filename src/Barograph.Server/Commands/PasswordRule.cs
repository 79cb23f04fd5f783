using System.Text;

namespace Barograph.Server.Commands;

/// <summary>What may be a device's password. It has no minimum length: it is flashed already. For people's see <see cref="Auth.PasswordPolicy"/>.</summary>
public static class PasswordRule
{
    /// <summary>Longer ones would let a request spend the server's time in hashing.</summary>
    public const int MaxBytes = 1024;

    /// <summary>Null, or what is wrong with it.</summary>
    public static string? Problem(string password)
    {
        if (password.Length == 0)
            return "The password is empty; give it as the first line of standard input.";
        return Encoding.UTF8.GetByteCount(password) > MaxBytes ? "The password is longer than 1024 bytes; take a shorter one." : null;
    }
}
