namespace Barograph.Fuzz;

/// <summary>A parser, and what it is begun with.</summary>
/// <param name="Name">As it is chosen and as its findings are called.</param>
/// <param name="Seeds">Inputs that it can read.</param>
/// <param name="Run">Reads an input; throws for a defect.</param>
internal sealed record FuzzTarget(string Name, IReadOnlyList<FuzzInput> Seeds, Action<FuzzInput> Run);
