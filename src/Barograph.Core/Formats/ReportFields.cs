namespace Barograph.Formats;

/// <summary>The keys of a report that are not metrics; as flags, to notice the second of a kind.</summary>
[Flags]
internal enum ReportFields
{
    None = 0,
    Location = 1,
    Time = 2,
    Age = 4,
    Id = 8,
    Units = 16,
    Values = 32,
}
