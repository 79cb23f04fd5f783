using System.Security.Cryptography;
using System.Text;
using Barograph.Server.Running;

namespace Barograph.Server.Notify;

/// <summary>
/// Seals what has to be said to other servers again and again (passwords of mail servers, tokens of bots), with a key in a file that is not in the store: whoever has only the store, or a
/// backup of it, has none of them. AES-256-GCM; the file has mode 0600 and is made when it is first needed.
/// </summary>
public sealed class SecretBox(string keyFile)
{
    private const int KeyBytes = 32, NonceBytes = 12, TagBytes = 16;
    private const string Version = "1:";

    private readonly Lock _lock = new();
    private byte[]? _key;

    public string KeyFile => keyFile;

    /// <exception cref="IOException">The key cannot be kept.</exception>
    public string Seal(string secret)
    {
        byte[] plain = Encoding.UTF8.GetBytes(secret);
        byte[] box = new byte[NonceBytes + TagBytes + plain.Length];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceBytes));
        using AesGcm cipher = new(Key(mayMake: true)!, TagBytes);
        cipher.Encrypt(box.AsSpan(0, NonceBytes), plain, box.AsSpan(NonceBytes + TagBytes), box.AsSpan(NonceBytes, TagBytes));
        return Version + Convert.ToBase64String(box);
    }

    /// <summary>Null if it was sealed with another key, or there is none.</summary>
    public string? Open(string text)
    {
        if (!text.StartsWith(Version, StringComparison.Ordinal) || Key(mayMake: false) is not { } key)
            return null;
        try
        {
            byte[] box = Convert.FromBase64String(text[Version.Length..]);
            if (box.Length < NonceBytes + TagBytes)
                return null;
            byte[] plain = new byte[box.Length - NonceBytes - TagBytes];
            using AesGcm cipher = new(key, TagBytes);
            cipher.Decrypt(box.AsSpan(0, NonceBytes), box.AsSpan(NonceBytes + TagBytes), box.AsSpan(NonceBytes, TagBytes), plain);
            return Encoding.UTF8.GetString(plain);
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }

    private byte[]? Key(bool mayMake)
    {
        lock (_lock)
        {
            if (_key is not null)
                return _key;
            if (!File.Exists(KeyFile))
            {
                if (!mayMake)
                    return null;
                if (Path.GetDirectoryName(Path.GetFullPath(KeyFile)) is { } folder)
                    Directory.CreateDirectory(folder);
                PrivateText.Write(KeyFile, Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes)) + "\n");
            }
            byte[] key = Convert.FromBase64String(File.ReadAllText(KeyFile).Trim());
            return _key = key.Length == KeyBytes ? key : throw new IOException($"{KeyFile} is not a key of Barograph.");
        }
    }
}
