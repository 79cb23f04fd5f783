namespace Barograph.Storage.Postgres;

/// <summary>One line about one thing that set-up looked after.</summary>
public sealed record SetupLine(SetupStep Step, string Text);
