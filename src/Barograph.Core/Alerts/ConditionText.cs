using System.Globalization;
using Barograph.Model;
using Barograph.Query;

namespace Barograph.Alerts;

/// <summary>
/// Conditions as people write and read them: <c>above 0.5</c>, <c>below 3</c>, <c>outside 18 to 24</c>, <c>equal to 1</c>, <c>rises by 5 within 10m</c>,
/// <c>falls by 3 within 1h</c>, <c>silent</c>, <c>silent for 2h</c>; the first three and the changes may end with <c>hysteresis 0.1</c>.
/// </summary>
public static class ConditionText
{
    public static string Of(AlertCondition condition)
    {
        string text = condition.Kind switch
        {
            AlertKind.Above => $"above {Number(condition.Threshold)}",
            AlertKind.Below => $"below {Number(condition.Threshold)}",
            AlertKind.Outside => $"outside {Number(condition.Threshold)} to {Number(condition.Upper)}",
            AlertKind.Equal => $"equal to {Number(condition.Threshold)}",
            AlertKind.Rises => $"rises by {Number(condition.Threshold)} within {Duration(condition.Within!.Value)}",
            AlertKind.Falls => $"falls by {Number(condition.Threshold)} within {Duration(condition.Within!.Value)}",
            AlertKind.Silent when condition.Within is { } patience => $"silent for {Duration(patience)}",
            _ => "silent",
        };
        return condition.Hysteresis > 0 ? $"{text} hysteresis {Number(condition.Hysteresis)}" : text;
    }

    /// <summary>A duration as in Prometheus: <c>90s</c> is <c>1m30s</c>.</summary>
    public static string Duration(TimeSpan span) => span == TimeSpan.Zero ? "0s" : new QueryStep(span.Ticks / TimeSpan.TicksPerMicrosecond, StepUnit.Microseconds).ToString();

    /// <summary>Reads a duration as in Prometheus, whose days and weeks here have 24 hours and 7 days; <c>0s</c> is none.</summary>
    public static bool TryDuration(string text, out TimeSpan span)
    {
        span = TimeSpan.Zero;
        if (text is "0" or "0s")
            return true;
        if (!QueryStep.TryParse(text, out QueryStep step) || step.Unit is StepUnit.Months or StepUnit.Years)
            return false;
        span = step.Unit == StepUnit.Microseconds ? TimeSpan.FromMicroseconds(step.Count) : TimeSpan.FromDays(step.Count * (step.Unit == StepUnit.Weeks ? 7 : 1));
        return true;
    }

    public static bool TryNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out number)
        && double.IsFinite(number);

    public static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Reads a condition from the beginning of some words, and says how many belong to it; 0: it is none.</summary>
    public static int Read(ReadOnlySpan<string> words, out AlertCondition condition)
    {
        condition = new AlertCondition(AlertKind.Silent);
        int read = words switch
        {
            ["above", var a, ..] when TryNumber(a, out double n) => Is(2, new AlertCondition(AlertKind.Above, n), ref condition),
            ["below", var a, ..] when TryNumber(a, out double n) => Is(2, new AlertCondition(AlertKind.Below, n), ref condition),
            ["outside", var a, "to", var b, ..] when TryNumber(a, out double n) && TryNumber(b, out double m) => Is(4, new AlertCondition(AlertKind.Outside, n, m), ref condition),
            ["equal", "to", var a, ..] when TryNumber(a, out double n) => Is(3, new AlertCondition(AlertKind.Equal, n), ref condition),
            ["rises", "by", var a, "within", var t, ..] when TryNumber(a, out double n) && TryDuration(t, out TimeSpan w) => Is(5, new AlertCondition(AlertKind.Rises, n, Within: w), ref condition),
            ["falls", "by", var a, "within", var t, ..] when TryNumber(a, out double n) && TryDuration(t, out TimeSpan w) => Is(5, new AlertCondition(AlertKind.Falls, n, Within: w), ref condition),
            ["silent", "for", var t, ..] when TryDuration(t, out TimeSpan w) => Is(3, new AlertCondition(AlertKind.Silent, Within: w), ref condition),
            ["silent", ..] => 1,
            _ => 0,
        };
        if (read > 0 && words[read..] is ["hysteresis", var h, ..] && TryNumber(h, out double slack))
        {
            condition = condition with { Hysteresis = slack };
            read += 2;
        }
        return read;
    }

    private static int Is(int words, AlertCondition found, ref AlertCondition condition)
    {
        condition = found;
        return words;
    }
}
