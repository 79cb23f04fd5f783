namespace Barograph.Server.Commands;

/// <summary>Of <c>device add</c> and <c>device rotate</c>. <paramref name="Token"/> is null where a person chose the password.</summary>
public sealed record DeviceIssued(
    string Name, string? Username, string Location, string Kind, string Reach, string? Prefix, string? Token, string? OldValidUntil, string? Dialects);
