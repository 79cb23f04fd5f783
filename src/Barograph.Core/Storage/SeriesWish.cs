using Barograph.Model;

namespace Barograph.Storage;

/// <summary>A series that a report needs, with the unit that it said or null.</summary>
public readonly record struct SeriesWish(SeriesKey Key, string? Unit);
