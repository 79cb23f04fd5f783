namespace Barograph.Server.Reports;

/// <summary>A week in numbers: from Monday to Monday where it was measured.</summary>
/// <param name="Monday">Its first day.</param>
/// <param name="Zone">The IANA name of the zone whose days these are.</param>
/// <param name="Locations">By key.</param>
/// <param name="Store">How large the store is now.</param>
public sealed record WeeklyReport(DateOnly Monday, string Zone, IReadOnlyList<LocationWeek> Locations, StoreRoom Store);
