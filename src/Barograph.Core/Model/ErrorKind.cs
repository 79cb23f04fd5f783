namespace Barograph.Model;

/// <summary>
/// One entry of the error catalogue (spec/error-codes.md): a stable code that programs may rely on, the HTTP status that it travels with,
/// and a title that does not change from case to case. All entries stand in <see cref="Errors"/>.
/// </summary>
public sealed record ErrorKind(string Code, int Status, string Title);
