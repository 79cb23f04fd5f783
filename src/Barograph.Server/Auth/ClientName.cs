using System.Globalization;
using System.Text;
using Barograph.Server.Changes;

namespace Barograph.Server.Auth;

/// <summary>What a person calls the program behind a User-Agent: <c>Firefox on Linux</c>.</summary>
public static class ClientName
{
    private const int MaxLength = 200;

    // Order matters: Edge and Opera also say Chrome, and Chrome also says Safari.
    private static readonly (string Sign, string Name)[] Browsers =
    [
        ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"),
        ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ];

    // Android also says Linux, and an iPhone also says Mac OS X.
    private static readonly (string Sign, string Name)[] Systems =
    [
        ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("CrOS", "ChromeOS"), ("Mac OS X", "macOS"), ("Linux", "Linux"),
    ];

    public static string Of(string userAgent)
    {
        if (Find(Browsers, userAgent) is { } browser && Find(Systems, userAgent) is { } system)
            return $"{browser} on {system}";
        return userAgent.Length == 0 ? "unknown" : NameRule.Cut(string.Concat(userAgent.EnumerateRunes().Select(Visible)), MaxLength);
    }

    private static string? Find((string Sign, string Name)[] signs, string text) =>
        signs.FirstOrDefault(sign => text.Contains(sign.Sign, StringComparison.Ordinal)).Name;

    private static string Visible(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            ? "\uFFFD"
            : rune.ToString();
}
