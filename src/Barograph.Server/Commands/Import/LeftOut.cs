namespace Barograph.Server.Commands.Import;

/// <summary>What was left out for one reason: how often, and the first of it.</summary>
public sealed class LeftOut(string example)
{
    public long Count { get; set; }

    public string Example { get; } = example;
}
