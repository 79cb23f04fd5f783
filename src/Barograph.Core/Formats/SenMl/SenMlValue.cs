namespace Barograph.Formats;

/// <summary>What stands behind a label, read from JSON or CBOR alike.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Number">A number, or 1 and 0 for a boolean; infinite where it was too large for a double.</param>
/// <param name="Text">A text; null for everything else.</param>
internal readonly record struct SenMlValue(SenMlValueKind Kind, double Number = 0, string? Text = null)
{
    public static SenMlValue Of(double number) => double.IsNaN(number) ? new(SenMlValueKind.Missing) : new(SenMlValueKind.Number, number);

    public static SenMlValue Of(bool sent) => new(SenMlValueKind.Boolean, sent ? 1 : 0);

    public static SenMlValue Of(string? text) => text is null ? new(SenMlValueKind.Other) : new(SenMlValueKind.Text, 0, text);
}
