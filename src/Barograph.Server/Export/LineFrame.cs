using System.Buffers;
using System.Globalization;
using Barograph.Model;

namespace Barograph.Server.Export;

/// <summary>What stands around the time and the value in every line of one series, made once as bytes.</summary>
/// <param name="BeforeTime">From the beginning of the line.</param>
/// <param name="BeforeValue">Between the two.</param>
/// <param name="End">To the end of the line, included.</param>
public sealed record LineFrame(byte[] BeforeTime, byte[] BeforeValue, byte[] End)
{
    // "-2.2250738585072014E-308" is the longest shortest text of a double.
    private const int MaxValueLength = 24;

    /// <summary>
    /// Writes a line: the time as RFC 3339 in UTC, the value as the shortest decimal number that reads back as the same double. Returns its length.
    /// </summary>
    public int Write(IBufferWriter<byte> output, TimedValue sample)
    {
        Span<byte> line = output.GetSpan(BeforeTime.Length + Instant.MaxTextLength + BeforeValue.Length + MaxValueLength + End.Length);
        BeforeTime.CopyTo(line);
        int at = BeforeTime.Length;
        if (!sample.Time.TryFormat(line[at..], out int written))
            throw new ArgumentOutOfRangeException(nameof(sample), sample.Time.Microseconds, "A time outside the years 1 to 9999 cannot be written.");
        at += written;
        BeforeValue.CopyTo(line[at..]);
        at += BeforeValue.Length;
        // Adding 0.0 takes the sign from a zero and changes no other number: SQLite does not keep it, and an export shall not depend on the engine.
        if (!(sample.Value + 0.0).TryFormat(line[at..], out written, "R", CultureInfo.InvariantCulture))
            throw new ArgumentOutOfRangeException(nameof(sample), sample.Value, "The text of the number is longer than any should be.");
        at += written;
        End.CopyTo(line[at..]);
        at += End.Length;
        output.Advance(at);
        return at;
    }
}
