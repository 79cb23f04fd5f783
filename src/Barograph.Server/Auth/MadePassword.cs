using System.Security.Cryptography;

namespace Barograph.Server.Auth;

/// <summary>Passwords that we make for people: three groups of six, such as <c>k7fmqa-x2hd9p-wr4ntc</c>, 89 bits, without letters that are mistaken for others.</summary>
public static class MadePassword
{
    private const string Letters = "abcdefghjkmnpqrstuvwxyz23456789";
    private const int Groups = 3;
    private const int GroupLength = 6;

    public static string New() => string.Join('-', Enumerable.Range(0, Groups).Select(_ => RandomNumberGenerator.GetString(Letters, GroupLength)));
}
