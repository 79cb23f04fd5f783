namespace Barograph.Server.Commands;

/// <summary>A rule, in the words of the command line.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Rule">All of it in one line.</param>
/// <param name="Default">Whether it came with the store; it steps aside where another rule asks the same sort of thing.</param>
/// <param name="Enabled">Whether it is judged.</param>
public sealed record RuleShown(int Id, string Rule, bool Default, bool Enabled);
