using System.Buffers;
using System.Text;
using Barograph.Model;

namespace Barograph.Server.Commands.Import;

/// <summary>Turns what stands on the lines of a file into samples, and puts aside what cannot be taken.</summary>
internal sealed class FileIntake
{
    private const int MostQuoted = 40;

    // "2026-11-22 21:45", which spreadsheets write, and the longest local time that means something.
    private const int MinutesEnd = 16;
    private const int MaxLocalTime = 30;

    private readonly ImportTimes _times;
    private readonly RejectedLines _rejected;

    /// <param name="wish">What was asked for.</param>
    /// <param name="times">Which times are taken.</param>
    /// <param name="rejected">Takes the lines that are not taken.</param>
    public FileIntake(ImportWish wish, ImportTimes times, RejectedLines rejected)
    {
        _times = times;
        _rejected = rejected;
        Places = new FilePlaces(wish, Tally);
    }

    public ImportTally Tally { get; } = new();

    public FilePlaces Places { get; }

    /// <summary>Where samples go. Set before each line.</summary>
    public ImportBatch Batch { get; set; } = new();

    /// <summary>How many line ends were passed.</summary>
    public long LinesPassed { get; private set; }

    /// <summary>Counts one line or record that holds something.</summary>
    public SourceLine Begin(ReadOnlySpan<byte> text)
    {
        Tally.RowsRead++;
        Tally.RowsInTable++;
        return new SourceLine(LinesPassed + 1, text);
    }

    public void Pass(ReadOnlySpan<byte> text) => LinesPassed += text.Count((byte)'\n');

    /// <summary>Adds a value, or puts its line aside. False if no other value of the line can be taken either.</summary>
    public bool Add(SourceLine line, FilePlace place, Instant time, double value)
    {
        if (place.Problem is { } problem)
            return Reject(line, problem, place.Sentence);
        if (!double.IsFinite(value))
            return Reject(line, LeftOutReason.ValueNotFinite, "The value is not finite.");
        SeriesTally series = place.Series!;
        series.InTable++;
        series.Send(time);
        Batch.Samples.Write([new SinkSample(series.Key, place.Unit, time, value)]);
        Batch.Lines.Add(line.Number, line.Text);
        return true;
    }

    /// <summary>Puts a line aside; only those that nobody asked for (--locations) are merely counted. Returns false.</summary>
    public bool Reject(SourceLine line, LeftOutReason reason, string sentence)
    {
        Reject(line.Number, line.Text, reason, sentence);
        return false;
    }

    /// <summary>A time in UTC. False if the line is put aside.</summary>
    public bool TryTime(SourceLine line, Instant time) =>
        _times.Check(time) is not { } reason || Reject(line, reason, TooFar(reason));

    /// <summary>The text of a time: RFC 3339, Unix seconds, or a local time of the zone that was named. False if the line is put aside.</summary>
    public bool TryTime(SourceLine line, ReadOnlySpan<byte> text, FilePlace place, out Instant time)
    {
        text = text.Trim(" \t"u8);
        if (Instant.TryParse(text, out time) || Instant.TryFromUnixSeconds(text, out time))
            return TryTime(line, time);
        if (text.IsEmpty)
            return Reject(line, LeftOutReason.TimeMissing, "There is no time.");
        if (!TryLocal(text, out Instant local))
            return Reject(line, LeftOutReason.TimeInvalid, $"{Quote(text)} is no time; it should look like 2026-11-22T21:45:13Z.");
        if (_times.Clock is null)
            return Reject(line, LeftOutReason.TimeInvalid, "The time has no offset; say whose clock it is of with --time-zone.");
        LocalTrace trace = place.Trace;
        LeftOutReason? reason = _times.Check(local, ref trace, out time);
        place.Trace = trace;
        return reason is not { } why || Reject(line, why, TooFar(why));
    }

    /// <summary>What the sink has answered.</summary>
    public void Settle(ImportBatch batch, IReadOnlyList<SinkOutcome>? outcomes)
    {
        ReadOnlySpan<SinkSample> samples = batch.Samples.WrittenSpan;
        Tally.Settle(samples, outcomes);
        for (int i = 0; outcomes is not null && i < samples.Length; i++)
            if (outcomes[i] is SinkOutcome.UnitMismatch or SinkOutcome.Refused or SinkOutcome.TooOld)
                _rejected.Add(batch.Lines.NumberOf(i), batch.Lines.TextOf(i), Sentence(outcomes[i], samples[i]));
    }

    /// <summary>A piece of the file inside a sentence.</summary>
    public static string Quote(ReadOnlySpan<byte> text) =>
        $"\"{TerminalText.Clean(Encoding.UTF8.GetString(text[..Math.Min(text.Length, MostQuoted)]))}{(text.Length > MostQuoted ? "…" : "")}\"";

    private void Reject(long number, ReadOnlySpan<byte> text, LeftOutReason reason, string sentence)
    {
        Tally.Leave(reason, () => $"line {TerminalText.Of(number)}: {sentence}");
        if (reason != LeftOutReason.LocationNotWanted)
            _rejected.Add(number, text, sentence);
    }

    private static bool TryLocal(ReadOnlySpan<byte> text, out Instant local)
    {
        local = default;
        if (text.Length > MaxLocalTime)
            return false;
        Span<byte> utc = stackalloc byte[MaxLocalTime + 4];
        text.CopyTo(utc);
        int length = text.Length;
        if (length == MinutesEnd)
        {
            ":00"u8.CopyTo(utc[length..]);
            length += 3;
        }
        utc[length++] = (byte)'Z';
        return Instant.TryParse(utc[..length], out local);
    }

    private static string TooFar(LeftOutReason reason) => reason == LeftOutReason.TimeAhead
        ? "The time is more than a day in the future."
        : "The time is before 2015, which no store takes.";

    private static string Sentence(SinkOutcome outcome, in SinkSample sample) => outcome switch
    {
        SinkOutcome.UnitMismatch => $"The unit {sample.Unit} cannot be converted to the one in which the series {sample.Key.Metric} at {sample.Key.Location} is kept.",
        SinkOutcome.TooOld => "The time is before the single readings that the store keeps.",
        _ => "The database refuses the value.",
    };
}
