using Barograph.Model;
using Barograph.Server.Export;

namespace Barograph.Server.Commands.Export;

/// <summary>What was asked of <c>barograph export</c>.</summary>
/// <param name="Location">Of these locations, a pattern; null: of all.</param>
/// <param name="Metric">Of these metrics, a pattern; null: of all.</param>
/// <param name="Range">Of this time.</param>
/// <param name="Format">How it is written.</param>
/// <param name="Output">The file to make; null: standard output.</param>
/// <param name="Json">Whether to tell about the file in JSON.</param>
public sealed record ExportWish(string? Location, string? Metric, TimeRange Range, ExportFormat Format, string? Output, bool Json);
