using Barograph.Server.Auth;
using System.Text;

namespace Barograph.Server.Commands;

/// <summary>Gets a password from standard input or from a person at the terminal.</summary>
public static class PasswordInput
{
    // More than the longest password and a line end, so that a longer line is seen to be too long.
    private const int MaxLineBytes = 2 * PasswordPolicy.MaxBytes;
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The first line without its end, byte for byte: nothing is trimmed, because it was flashed like that.</summary>
    /// <exception cref="CommandFailedException">The line is too long or not UTF-8.</exception>
    public static async Task<string> ReadLineAsync(Stream input, CancellationToken cancel)
    {
        byte[] line = new byte[MaxLineBytes];
        int length = 0;
        while (length < line.Length && !line.AsSpan(0, length).Contains((byte)'\n'))
        {
            int read = await input.ReadAsync(line.AsMemory(length), cancel);
            if (read == 0)
                break;
            length += read;
        }
        ReadOnlySpan<byte> all = line.AsSpan(0, length);
        int end = all.IndexOf((byte)'\n');
        if (end < 0 && length == line.Length)
            throw new CommandFailedException("The password is longer than 1024 bytes; take a shorter one.");
        ReadOnlySpan<byte> password = end < 0 ? all : all[..end];
        if (password.EndsWith((byte)'\r'))
            password = password[..^1];
        try
        {
            return StrictUtf8.GetString(password);
        }
        catch (DecoderFallbackException)
        {
            throw new CommandFailedException("The password on standard input is not valid UTF-8; re-encode it.");
        }
    }

    /// <summary>Asks twice, without echo.</summary>
    /// <exception cref="CommandFailedException">The two differ.</exception>
    public static string Ask(string prompt)
    {
        string first = AskOnce($"{prompt}: ");
        string second = AskOnce("The same again: ");
        return first == second ? first : throw new CommandFailedException("The two passwords differ; run the command again.");
    }

    private static string AskOnce(string prompt)
    {
        // On standard error, so that the answer of the command alone is on standard output.
        Console.Error.Write(prompt);
        var typed = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace)
                typed.Length = Math.Max(0, typed.Length - 1);
            else if (!char.IsControl(key.KeyChar))
                typed.Append(key.KeyChar);
        }
        Console.Error.WriteLine();
        return typed.ToString();
    }
}
