using System.Globalization;

namespace Barograph.Server.Commands.Import;

/// <summary>What a progress bar counts.</summary>
public sealed record Amounts(string Name, Func<double, string> Of)
{
    private const double Megabyte = 1e6;

    public static readonly Amounts Rows = new("rows", count => TerminalText.Of((long)count));

    public static readonly Amounts Bytes = new("MB", bytes => (bytes / Megabyte).ToString("0.0", CultureInfo.InvariantCulture));
}
