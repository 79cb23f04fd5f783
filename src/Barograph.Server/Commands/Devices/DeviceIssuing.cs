using Barograph.Model;
using Barograph.Server.Changes;
using Barograph.Storage;

namespace Barograph.Server.Commands;

/// <summary>Tells a person a device's new credential, the only time it can be told.</summary>
public static class DeviceIssuing
{
    public static void Print(AdminContext context, IssuedDevice issued)
    {
        (Device device, NewToken token, string? secret, Instant? oldExpire) = issued;
        string location = device.LocationAt(Instant.Now(context.Clock));
        if (context.Json)
        {
            var answer = new DeviceIssued(
                device.Name, device.Username, location, Labels.Of(token.Kind), Labels.Of(token.Reach), token.Prefix, secret,
                oldExpire is { } end ? TerminalText.Of(end) : null, DialectNames.Of(token.Dialects));
            CommandJson.Write(context.Out, answer, CommandJson.Default.DeviceIssued);
            return;
        }
        context.Out.Write(TerminalText.Clean($"The device \"{device.Name}\" reports for {Where(token, location)}.") + "\n");
        if (oldExpire is { } until)
            context.Out.Write(until <= Instant.Now(context.Clock)
                ? "Its old credentials have ended.\n"
                : $"Its old credentials go on working until {TerminalText.Of(until)}.\n");
        if (token.Dialects != DialectSet.None)
            context.Out.Write($"It may travel readable (in an address or a form): {DialectNames.Of(token.Dialects)}. Whoever listens on the line can then report in its name.\n");
        if (token.Kind == TokenKind.Passkey)
            context.Out.Write("It is known by its PASSKEY.\n");
        else if (secret is null)
            context.Out.Write(TerminalText.Clean($"It signs in by Basic authentication as \"{device.Username ?? device.Name}\" with its password.") + "\n");
        else
            PrintSecret(context, token, secret);
    }

    private static void PrintSecret(AdminContext context, NewToken token, string secret)
    {
        context.Out.Write($"Its token, which is shown only now:\n\n  {secret}\n\n");
        context.Out.Write("Post a first reading with it:\n\n");
        context.Out.Write($"  {CurlLine.Report(context.Settings.Urls, secret, token.Prefix)}\n");
    }

    private static string Where(NewToken token, string location) => token.Reach switch
    {
        TokenReach.Any => $"any location, and for \"{location}\" where it says none",
        TokenReach.Prefix => $"the location \"{token.Prefix}\" and all below it",
        _ => $"the location \"{location}\"",
    };
}
