namespace Barograph.Server.Commands.Control;

/// <summary>One step of an import through the running server: exactly one of the two.</summary>
internal sealed record SinkRequest(SinkAppend? Append = null, SinkCount? Count = null)
{
    /// <summary>
    /// The one word of the <see cref="ControlRequest"/> that begins an import. After a reply with exit code 0 the connection carries
    /// <see cref="SinkRequest"/> and <see cref="SinkReply"/>, one after the other, until the client ends it.
    /// </summary>
    public const string Word = "append-samples";

    /// <summary>
    /// The most samples of a message. Boards wait for the transaction that it becomes, so it is short: 2,500 samples keep a SQLite writer for a few
    /// milliseconds.
    /// </summary>
    public const int MaxSamples = 2_500;

    /// <summary>Enough for <see cref="MaxSamples"/> even if each is of a series of its own whose names are all escaped (about 1.2 kB).</summary>
    public const int MaxBytes = 4 * 1024 * 1024;
}
