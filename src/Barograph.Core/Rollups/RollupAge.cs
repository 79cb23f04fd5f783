using System.Globalization;
using Barograph.Model;
using Barograph.Storage;

namespace Barograph.Rollups;

/// <summary>What doctor says about how far upkeep is.</summary>
public static class RollupAge
{
    /// <summary>An hour is summed up ten minutes after its end; with the hour itself that is seventy minutes.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(3);

    /// <param name="published">The watermark up to which rollups hold; null: nothing was ever rolled up.</param>
    /// <param name="now">The present.</param>
    public static Finding Examine(Instant? published, Instant now)
    {
        const string Subject = "summaries";
        if (published is not { } until)
            return new Finding(FindingLevel.Fine, Subject, "No hour has been summed up yet; the server does it within minutes of its start.");
        string text = string.Create(CultureInfo.InvariantCulture, $"Readings are summed up to {until.ToDateTime():yyyy-MM-dd HH:mm} UTC.");
        return now - until < Longest
            ? new Finding(FindingLevel.Fine, Subject, text)
            : new Finding(FindingLevel.Notice, Subject, text + " The running server goes on with it every minute; if it runs, its log says what stands in the way. Answers are right all the same, and slower.");
    }
}
