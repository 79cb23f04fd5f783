using System.Diagnostics.CodeAnalysis;

namespace Barograph.Server.Http;

/// <summary>Time zones by their IANA names, as this machine knows them.</summary>
public static class ZoneName
{
    public static bool TryFind(string name, [NotNullWhen(true)] out TimeZoneInfo? zone)
    {
        zone = null;
        try
        {
            return IsName(name) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out zone);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidTimeZoneException)
        {
            // A folder ("Europe") or a file that is no time zone.
            return false;
        }
    }

    /// <summary>The framework opens a file of this name below the folder of time zones, so nothing may lead out of it.</summary>
    private static bool IsName(string name) =>
        name.Length is > 0 and <= 64 && char.IsAsciiLetter(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+');
}
