namespace Barograph.Server.Notify;

/// <summary>A notice did not arrive. The message says why, in a sentence for people, without secrets and without what the other side has answered.</summary>
public sealed class NotifyException(string message) : Exception(message);
