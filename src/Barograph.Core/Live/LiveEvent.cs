namespace Barograph.Live;

/// <summary>What the subscribers of one selection are told at once, as it goes over the wire.</summary>
/// <param name="Sequence">Ascending; its id.</param>
/// <param name="Bytes">One or two server-sent events, made once and shared by all who get them.</param>
/// <param name="Before">How many samples of the selection came before those of this event.</param>
internal sealed record LiveEvent(long Sequence, ReadOnlyMemory<byte> Bytes, long Before);
