namespace Barograph.Storage;

/// <summary>A name is in use already. The message names it.</summary>
public sealed class NameTakenException(string name) : Exception($"The name \"{name}\" is taken.")
{
    public string Name { get; } = name;
}
