namespace Barograph.Storage;

/// <summary>The store must not be used as it is. The message says what is wrong and the line to run.</summary>
public sealed class StoreRefusedException(string message, Exception? inner = null) : Exception(message, inner);
