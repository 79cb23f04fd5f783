using System.Text;

namespace Barograph.Server.Auth;

/// <summary>What passwords must be.</summary>
public static class PasswordPolicy
{
    /// <summary>Of a person's password.</summary>
    public const int MinLength = 8;

    /// <summary>Longer ones would let a request spend the server's time in hashing.</summary>
    public const int MaxBytes = 1024;

    /// <summary>A sentence about what is wrong with a person's password, or null.</summary>
    public static string? ProblemOfPerson(string password) =>
        password.Length < MinLength ? $"The password needs at least {MinLength} characters." : TooLong(password);

    /// <summary>The same for a board's. It has no minimum: it is flashed already.</summary>
    public static string? ProblemOfDevice(string password) =>
        password.Length == 0 ? "The password is empty; give it as the first line of standard input." : TooLong(password);

    private static string? TooLong(string password) =>
        Encoding.UTF8.GetByteCount(password) > MaxBytes ? $"The password is longer than {MaxBytes} bytes; take a shorter one." : null;
}
