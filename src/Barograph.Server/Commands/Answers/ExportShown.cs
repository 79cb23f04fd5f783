namespace Barograph.Server.Commands;

/// <summary>The file that <c>export --output</c> made. Single readings from before <c>RawFrom</c> are not kept and not in it; null: all are.</summary>
public sealed record ExportShown(string File, long Bytes, int Series, long Samples, string? RawFrom);
