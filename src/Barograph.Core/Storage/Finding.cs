namespace Barograph.Storage;

/// <summary>One line of <c>barograph doctor</c>. <paramref name="Text"/> says what is so and, unless it is fine, what to do.</summary>
public sealed record Finding(FindingLevel Level, string Subject, string Text);
