namespace Barograph.Server.Commands;

/// <summary>Of <c>postgres setup</c>: the value for <c>--store</c>.</summary>
public sealed record StorePrepared(string Store);
