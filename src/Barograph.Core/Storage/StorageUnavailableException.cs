namespace Barograph.Storage;

/// <summary>The store could not do it just now; nothing is known about whether it did. A retry may work. Answered with 503.</summary>
public sealed class StorageUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
