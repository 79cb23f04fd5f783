using System.CommandLine;

namespace Barograph.Server.Commands.Import;

/// <summary>The options of every import, whatever it reads.</summary>
internal sealed class ImportChoices
{
    private readonly Option<string> _zone = new("--time-zone")
    {
        Description = "Whose clock the times are of, if they do not say: Europe/Berlin, UTC", HelpName = "ZONE",
    };

    private readonly Option<string> _location = new("--location") { Description = "The location of rows that have none", HelpName = "L" };

    private readonly Option<string[]> _locations = new("--locations")
    {
        Description = "Take only the rows of these locations", HelpName = "L", AllowMultipleArgumentsPerToken = true,
    };

    public void AddTo(Command command)
    {
        command.Add(_zone);
        command.Add(_location);
        command.Add(_locations);
    }

    public ImportWish Read(ParseResult parse, bool json) => new()
    {
        TimeZone = parse.GetValue(_zone),
        Location = parse.GetValue(_location) is { } text ? DeviceAdd.Location(text, "--location") : null,
        OnlyLocations = [.. (parse.GetValue(_locations) ?? []).Select(one => DeviceAdd.Location(one, "--locations"))],
        Json = json,
    };
}
