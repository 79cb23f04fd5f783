using System.Text.Json;
using Barograph.Server.Config;

namespace Barograph.Server.Commands;

/// <summary>A line to paste into a shell on this machine.</summary>
public static class CurlLine
{
    /// <summary>Posts a first reading with a token. A location is only given where the token does not imply one.</summary>
    public static string Report(IReadOnlyList<string> urls, string token, string? location = null)
    {
        // The encoder writes every quote and every non-ASCII character as \uXXXX, so the text cannot leave the shell's single quotes.
        string body = location is null
            ? """{"temperature":21.4,"humidity":40.1}"""
            : $"{{\"location\":\"{JsonEncodedText.Encode(location)}\",\"values\":{{\"temperature\":21.4}}}}";
        return $"curl -H 'Authorization: Bearer {token}' -d '{body}' {ListenUrls.CurlTarget(urls, "/api/v1/reports")}";
    }

    /// <summary>Reads the latest sample of every series.</summary>
    public static string Latest(IReadOnlyList<string> urls, string token) =>
        $"curl -H 'Authorization: Bearer {token}' {ListenUrls.CurlTarget(urls, "/api/v1/latest")}";
}
