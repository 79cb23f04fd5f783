using Barograph.Model;
using Barograph.Storage;

namespace Barograph.Ingest;

/// <summary>
/// The rules that every report must pass before it may join a batch, the same for all dialects: time, location and right, metrics, numbers, units.
/// One bad value does not lose the others of its report.
/// </summary>
internal static class ReportRules
{
    /// <summary>Checks and normalizes <paramref name="report"/>. Returns false, with the reason among <paramref name="rejections"/>, if nothing of it can be taken.</summary>
    /// <param name="report">Its values are normalized in place; those that are refused are taken out.</param>
    /// <param name="reporter">Whose report it is.</param>
    /// <param name="received">This report's own receive time.</param>
    /// <param name="rejections">Takes what is refused.</param>
    /// <param name="settled">The report, ready for its series.</param>
    public static bool TrySettle(
        Report report, Reporter reporter, Instant received, List<Rejection> rejections, out SettledReport settled)
    {
        (Instant time, bool timeIsOurs, bool clockFault) = SettleTime(report, received);
        settled = default;
        if (SettleLocation(report, reporter, time, rejections) is not { } location)
            return false;

        int refused = rejections.Count;
        NormalizeValues(report, rejections);
        if (report.Values.Count == 0)
        {
            if (rejections.Count == refused)
                rejections.Add(new Rejection(report.Index, null, Errors.NoValues, "The report holds no value."));
            return false;
        }

        Receipt? receipt = timeIsOurs && report.Id is { } id ? new Receipt(reporter.ReceiptOwner, id, received) : null;
        settled = new SettledReport(report, location, time, timeIsOurs, clockFault, receipt);
        return true;
    }

    /// <summary>
    /// Whether a request to a token of one place brings several sources: all of them would end in the same series, indistinguishable for ever. Those of the first are
    /// taken.
    /// </summary>
    public static bool IsOfAnotherSource(Report report, Report first, Reporter reporter, List<Rejection> rejections)
    {
        if (reporter.Token.Reach != TokenReach.Placement || string.Equals(report.Source, first.Source, StringComparison.Ordinal))
            return false;
        rejections.Add(new Rejection(report.Index, null, Errors.LocationForbidden,
            $"This token stands at one place, and the request brings readings of several: \"{first.Source}\" and \"{report.Source}\". Give the gateway a token with a prefix or for any location."));
        return true;
    }

    private static (Instant Time, bool IsOurs, bool ClockFault) SettleTime(Report report, Instant received)
    {
        if (report.Time is { } time)
            return time >= IngestLimits.EarliestTime && time <= received + IngestLimits.LargestLead
                ? (time, false, false)
                : (received, true, true);
        // An age is counted from the receipt, so a retry has another time: the time is ours, and the id makes the retry safe.
        return report.Age is { } age ? (received - age, true, false) : (received, true, false);
    }

    private static string? SettleLocation(Report report, Reporter reporter, Instant time, List<Rejection> rejections)
    {
        string? sent = report.Location ?? reporter.LocationOf(report.Source);
        if (sent is null)
        {
            if (reporter.Device is not null)
                return reporter.Device.LocationAt(time);
            rejections.Add(new Rejection(report.Index, null, Errors.LocationMissing,
                "Say \"location\": a personal token stands nowhere."));
            return null;
        }
        if (!LocationKey.TryNormalize(sent, out string? location, out string? problem))
        {
            rejections.Add(new Rejection(report.Index, null, Errors.LocationInvalid, problem));
            return null;
        }
        if (!reporter.Reaches(location, time))
        {
            rejections.Add(new Rejection(report.Index, null, Errors.LocationForbidden,
                $"This token may not report for \"{location}\"; {Allowed(reporter, time)}."));
            return null;
        }
        return location;
    }

    private static string Allowed(Reporter reporter, Instant time) => reporter.Token.Reach == TokenReach.Prefix
        ? $"it may for \"{reporter.Token.Prefix}\" and what lies below"
        : $"it may for \"{reporter.Device?.LocationAt(time)}\", where its device stands";

    private static void NormalizeValues(Report report, List<Rejection> rejections)
    {
        List<ReportValue> values = report.Values;
        int kept = 0;
        for (int i = 0; i < values.Count; i++)
        {
            if (Refusal(report, i, kept, out ReportValue normalized) is { } rejection)
                rejections.Add(rejection);
            else
                values[kept++] = normalized;
        }
        values.RemoveRange(kept, values.Count - kept);
    }

    private static Rejection? Refusal(Report report, int index, int kept, out ReportValue normalized)
    {
        ReportValue value = report.Values[index];
        normalized = default;
        if (!MetricName.TryNormalize(value.Metric, out string? metric))
            return new Rejection(report.Index, value.Metric, Errors.MetricInvalid,
                "A metric's name is a letter and up to 63 letters, digits or underscores.");
        if (!double.IsFinite(value.Value))
            return new Rejection(report.Index, metric, Errors.ValueNotFinite, "The value is not a finite number.");
        // Two values of one series at one time cannot both be kept. Reports are short, so looking back is cheaper than a set.
        for (int i = 0; i < kept; i++)
            if (report.Values[i].Metric == metric)
                return new Rejection(report.Index, metric, Errors.KeyDuplicate, $"The report says \"{metric}\" twice.");
        string? unit = value.Unit;
        if (unit is not null)
        {
            if (!Units.IsAcceptable(unit))
                return new Rejection(report.Index, metric, Errors.UnitInvalid, "A unit is 1 to 32 printable characters.");
            unit = Units.TryFind(unit, out Unit? known) ? known.Code : unit;
        }
        normalized = new ReportValue(metric, value.Value, unit);
        return null;
    }
}
