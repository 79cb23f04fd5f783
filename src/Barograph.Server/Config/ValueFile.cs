using System.Text;

namespace Barograph.Server.Config;

/// <summary>A file that holds one value, usually a secret: what systemd credentials and Docker secrets give.</summary>
public static class ValueFile
{
    private const int MaxBytes = 64 * 1024;
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text of the file without the newline at its end.</summary>
    /// <param name="path">The file.</param>
    /// <param name="source">What names the file, for the error: <c>BAROGRAPH_STORE_FILE</c>.</param>
    /// <exception cref="SettingsException">It cannot be read, or holds more than one line.</exception>
    public static string Read(string path, string source)
    {
        string text;
        try
        {
            using FileStream file = File.OpenRead(path);
            byte[] bytes = new byte[MaxBytes + 1];
            int length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (length > MaxBytes)
                throw new SettingsException($"{source} names the file {path}, which is larger than 64 kB; it should hold one value.");
            text = StrictUtf8.GetString(bytes, 0, length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new SettingsException($"{source} names the file \"{path}\", which cannot be read: {Reason(e)}.");
        }
        text = text.TrimEnd('\r', '\n');
        return text.AsSpan().ContainsAny('\r', '\n')
            ? throw new SettingsException($"{source} names the file {path}, which holds more than one line; it should hold one value.")
            : text;
    }

    // The platform's own sentences repeat the path and end in a full stop; a decoder's would show bytes of a secret.
    internal static string Reason(Exception e) => e switch
    {
        FileNotFoundException or DirectoryNotFoundException => "it does not exist",
        UnauthorizedAccessException => "it may not be read by this user, or is a folder",
        DecoderFallbackException => "it is not valid UTF-8",
        ArgumentException => "the name is not valid",
        _ => e.Message.TrimEnd('.'),
    };
}
