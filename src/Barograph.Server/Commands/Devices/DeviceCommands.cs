using System.CommandLine;
using Barograph.Model;
using Barograph.Server.Changes;

namespace Barograph.Server.Commands;

/// <summary><c>barograph device …</c></summary>
public static class DeviceCommands
{
    public static IEnumerable<AdminCommand> Build() => [Add(), List(), Move(), Rotate(), Revoke()];

    private static AdminCommand List() =>
        new(new Command("list", "Show all devices with their tokens and activity"), (_, context, cancel) => DeviceList.RunAsync(context, cancel));

    private static AdminCommand Add()
    {
        Argument<string> name = Name("The new device's name, 1 to 64 characters");
        var location = new Option<string>("--location") { Description = "It reports for this location", HelpName = "L" };
        var prefix = new Option<string>("--prefix") { Description = "It reports for this location and all below it", HelpName = "P" };
        var anyLocation = new Option<bool>("--any-location") { Description = "It reports for any location" };
        var username = new Option<string>("--username") { Description = "The name that it sends with Basic authentication", HelpName = "U" };
        var passwordStdin = new Option<bool>("--password-stdin")
        {
            Description = "Take the password it was flashed with from standard input, instead of making a token",
        };
        var dialect = new Option<string>("--dialect")
        {
            Description = $"Its token may travel readable, in an address or a form, in these dialects: {DialectNames.Known}", HelpName = "D,…",
        };
        var passkey = new Option<string>("--passkey") { Description = "The PASSKEY of a weather station, instead of making a token; with --dialect ecowitt or ambient", HelpName = "KEY" };
        var locationTags = new Option<string>("--location-tags") { Description = "The tags that say where it measures (InfluxDB), most telling first", HelpName = "TAG,…" };
        var syntax = new Command("add", "Add a device and print its token once")
        {
            name, location, prefix, anyLocation, username, passwordStdin, dialect, passkey, locationTags,
        };
        return new AdminCommand(syntax, (parse, context, cancel) =>
        {
            var wish = new DeviceWish(parse.GetRequiredValue(name))
            {
                Location = parse.GetValue(location),
                Prefix = parse.GetValue(prefix),
                AnyLocation = parse.GetValue(anyLocation),
                Username = parse.GetValue(username),
                Dialects = parse.GetValue(dialect),
                Passkey = parse.GetValue(passkey),
                LocationTags = parse.GetValue(locationTags),
            };
            return DeviceAdd.RunAsync(context, wish, parse.GetValue(passwordStdin) || parse.GetValue(username) is not null, cancel);
        })
        {
            Prompt = parse => parse.GetValue(passwordStdin) || parse.GetValue(username) is not null ? "Password of the device" : null,
            PasswordOption = passwordStdin,
        };
    }

    private static AdminCommand Move()
    {
        Argument<string> name = Name("The device");
        var location = new Option<string>("--location") { Description = "Where it stands from now on", HelpName = "L", Required = true };
        return new AdminCommand(new Command("move", "Place a device at another location, from now on") { name, location }, (parse, context, cancel) =>
            DeviceMove.RunAsync(context, parse.GetRequiredValue(name), parse.GetRequiredValue(location), cancel));
    }

    private static AdminCommand Rotate()
    {
        Argument<string> name = Name("The device");
        var oldValid = new Option<string>("--old-valid")
        {
            Description = "How long the old credentials go on working: 7d, 12h, 30m; 0 ends them at once", HelpName = "DURATION",
            DefaultValueFactory = _ => "7d",
        };
        return new AdminCommand(new Command("rotate", "Give a device a new token and print it once") { name, oldValid }, (parse, context, cancel) =>
            DeviceRotate.RunAsync(context, parse.GetRequiredValue(name), parse.GetRequiredValue(oldValid), cancel));
    }

    private static AdminCommand Revoke()
    {
        Argument<string> name = Name("The device");
        var token = new Option<int?>("--token") { Description = "End this token only; its number is in device list", HelpName = "ID" };
        return new AdminCommand(new Command("revoke", "End a device's right to report; its readings and its name stay") { name, token }, (parse, context, cancel) =>
            DeviceRevoke.RunAsync(context, parse.GetRequiredValue(name), parse.GetValue(token), cancel));
    }

    private static Argument<string> Name(string description) => new("NAME") { Description = description };
}
