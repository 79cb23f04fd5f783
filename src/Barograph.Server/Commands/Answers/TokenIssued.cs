namespace Barograph.Server.Commands;

/// <summary>Of <c>token add</c>.</summary>
public sealed record TokenIssued(int Id, string Name, string Scope, string Token);
