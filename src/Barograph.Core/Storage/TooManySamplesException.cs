namespace Barograph.Storage;

/// <summary>An answer would have to be computed from more raw samples than were allowed for it.</summary>
public sealed class TooManySamplesException() : Exception("Too many raw samples would have to be read.");
