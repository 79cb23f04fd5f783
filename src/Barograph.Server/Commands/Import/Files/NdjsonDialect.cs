using Barograph.Formats;
using Barograph.Model;

namespace Barograph.Server.Commands.Import;

/// <summary>One report as JSON on each line, as POST /api/v1/reports takes it. Lines that begin with # are remarks.</summary>
internal sealed class NdjsonDialect : IFileDialect
{
    public int MostSamples => JsonReports.MaxValues;

    public int Take(ReadOnlySpan<byte> bytes, bool isEnd, FileIntake intake)
    {
        int end = bytes.IndexOf((byte)'\n');
        if (end < 0 && !isEnd && bytes.Length < ByteWindow.MaxLine)
            return 0;
        int length = end < 0 || end >= ByteWindow.MaxLine ? Math.Min(bytes.Length, ByteWindow.MaxLine) : end + 1;
        ReadOnlySpan<byte> text = bytes[..length].Trim(" \t\r\n"u8);
        if (!text.IsEmpty && text[0] != (byte)'#')
            Take(intake.Begin(bytes[..length]), intake);
        return length;
    }

    private static void Take(SourceLine line, FileIntake intake)
    {
        if (line.Text.IndexOfAny((byte)'{', (byte)'[') is >= 0 and var first && line.Text[first] == (byte)'[')
        {
            intake.Reject(line, LeftOutReason.LineBroken, "A line holds one report, not an array of them.");
            return;
        }
        ReportSet set = JsonReports.Parse(line.Text);
        if (set.Failure is { } failure)
            intake.Reject(line, LeftOutReason.LineBroken, failure.Detail);
        else
            foreach (Report report in set.Reports)
                Take(line, report, intake);
        foreach (Rejection rejection in set.Rejections)
            intake.Reject(line, ReasonOf(rejection.Error), rejection.Detail);
    }

    private static void Take(SourceLine line, Report report, FileIntake intake)
    {
        if (report.Time is not { } time)
            intake.Reject(line, LeftOutReason.TimeMissing, "There is no time.");
        else if (intake.TryTime(line, time))
            foreach (ReportValue value in report.Values)
                intake.Add(line, intake.Places.Of(report.Location ?? "", value.Metric, value.Unit ?? ""), time, value.Value);
    }

    private static LeftOutReason ReasonOf(ErrorKind error)
    {
        if (error == Errors.TimeInvalid || error == Errors.AgeInvalid)
            return LeftOutReason.TimeInvalid;
        if (error == Errors.LocationInvalid)
            return LeftOutReason.LocationInvalid;
        if (error == Errors.MetricInvalid)
            return LeftOutReason.MetricInvalid;
        if (error == Errors.UnitInvalid)
            return LeftOutReason.UnitInvalid;
        if (error == Errors.ValueNotANumber)
            return LeftOutReason.ValueInvalid;
        if (error == Errors.ValueNotFinite)
            return LeftOutReason.ValueNotFinite;
        return error == Errors.NoValues ? LeftOutReason.NoValues : LeftOutReason.LineBroken;
    }
}
