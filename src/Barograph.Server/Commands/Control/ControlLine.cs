using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Barograph.Server.Commands.Control;

/// <summary>One message: a JSON text on one line. JSON escapes line ends, so the first one ends the message.</summary>
internal static class ControlLine
{
    /// <summary>The longest request: a command line and a password, with room.</summary>
    public const int MaxRequestBytes = 64 * 1024;

    /// <summary>The longest reply: a list of some ten thousand devices.</summary>
    public const int MaxReplyBytes = 64 * 1024 * 1024;

    public static async Task WriteAsync<T>(Stream stream, T message, JsonTypeInfo<T> type, CancellationToken cancel)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(message, type);
        byte[] line = [.. json, (byte)'\n'];
        await stream.WriteAsync(line, cancel);
    }

    /// <summary>The next message; default if the other side ended the connection before its end.</summary>
    /// <exception cref="InvalidDataException">It is too long or not of the expected form.</exception>
    public static async Task<T?> ReadAsync<T>(Stream stream, int maxBytes, JsonTypeInfo<T> type, CancellationToken cancel)
        where T : class
    {
        var received = new ArrayBufferWriter<byte>();
        while (true)
        {
            int read = await stream.ReadAsync(received.GetMemory(), cancel);
            if (read == 0)
                return null;
            received.Advance(read);
            // Each side sends one line and then waits, so a line end can only be the last byte.
            if (received.WrittenSpan[^1] == (byte)'\n')
                return Parse(received.WrittenSpan[..^1], type);
            if (received.WrittenCount >= maxBytes)
                throw new InvalidDataException("The message on the control socket is too long.");
        }
    }

    private static T Parse<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, type) ?? throw new InvalidDataException("The message on the control socket is null.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("The message on the control socket is not of the expected form.", e);
        }
    }
}
