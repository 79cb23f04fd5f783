using Barograph.Model;
using Barograph.Storage;

namespace Barograph.Ingest;

/// <summary>A report after the rules: where, when and by what key it is known; its values are normalized in <see cref="Report.Values"/>, but their series are not resolved yet.</summary>
/// <param name="Report">Holds the values, each with a valid metric, a finite number and a canonical unit or null.</param>
/// <param name="Location">A valid key that the reporter may write to.</param>
/// <param name="Time">When it was measured, as far as we can know.</param>
/// <param name="TimeIsOurs">See <see cref="BatchReport.TimeIsOurs"/>.</param>
/// <param name="ClockFault">The board named a time that only a wrong clock can say.</param>
/// <param name="Receipt">See <see cref="BatchReport.Receipt"/>.</param>
internal readonly record struct SettledReport(
    Report Report, string Location, Instant Time, bool TimeIsOurs, bool ClockFault, Receipt? Receipt);
