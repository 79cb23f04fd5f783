using Barograph.Model;

namespace Barograph.Formats;

/// <summary>Times that a foreign dialect counts back from the receipt.</summary>
internal static class RelativeTime
{
    // As in our own JSON: what is older has a time of its own.
    private const double MaxSeconds = 30 * 24 * 3600;

    /// <summary>Sets the age; what lies a little after the receipt (a clock that runs ahead) is now. False, with a rejection, for what cannot be one.</summary>
    public static bool TrySetAge(ReportSet set, Report report, double seconds)
    {
        if (!double.IsFinite(seconds) || seconds > MaxSeconds)
        {
            set.Rejections.Add(new Rejection(report.Index, null, Errors.AgeInvalid, "The report says that it is older than 30 days; send a time of its own with what is that old."));
            return false;
        }
        report.Age = TimeSpan.FromSeconds(Math.Max(0, seconds));
        return true;
    }
}
