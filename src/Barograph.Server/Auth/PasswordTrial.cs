namespace Barograph.Server.Auth;

/// <summary>The outcome of trying a password: whether it was tried at all, and the hash that it fits or null.</summary>
public readonly record struct PasswordTrial(bool WasTried, string? FittingHash);
