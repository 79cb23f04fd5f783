using System.Security.Cryptography;

namespace Barograph.Model;

/// <summary>Names of what several processes may write without asking each other: 16 hex digits. No secret.</summary>
public static class RandomId
{
    public static string New() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
}
