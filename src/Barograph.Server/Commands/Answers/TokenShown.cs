namespace Barograph.Server.Commands;

/// <summary>A token without its secret.</summary>
public sealed record TokenShown(
    int Id, string Name, string Kind, string Scope, string Reach, string? Prefix, string Created, bool Live, string? Expires, string? Dialects, string? LocationTags);
