using Barograph.Model;
using Barograph.Storage;

namespace Barograph.Server.Commands.Export;

/// <summary>What an export reads from.</summary>
/// <param name="Series">All there are.</param>
/// <param name="Reader">Their samples.</param>
/// <param name="RawFrom">Before this time no single samples are kept; null: all are.</param>
public sealed record ExportSource(IReadOnlyList<SeriesInfo> Series, ISampleReader Reader, Instant? RawFrom);
