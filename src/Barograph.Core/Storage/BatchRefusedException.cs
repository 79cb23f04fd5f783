namespace Barograph.Storage;

/// <summary>The database refused the data of a batch, and nothing of it is stored. The guilty report is found by splitting.</summary>
public sealed class BatchRefusedException(string message, Exception? inner = null) : Exception(message, inner);
