using Barograph.Storage;

namespace Barograph.Server.Config;

/// <summary>The parts of the server by name, and what each does.</summary>
public static class ServerParts
{
    /// <summary>Devices are served.</summary>
    public static bool TakesReports(this ServerPart part) => part != ServerPart.Site;

    /// <summary>People are served, and upkeep runs.</summary>
    public static bool ServesPeople(this ServerPart part) => part != ServerPart.Ingest;

    public static bool TryFind(string name, out ServerPart part)
    {
        ServerPart? found = name switch
        {
            "all" => ServerPart.All,
            "ingest" => ServerPart.Ingest,
            "site" => ServerPart.Site,
            _ => null,
        };
        part = found ?? default;
        return found is not null;
    }

    /// <summary>In a sentence for people.</summary>
    public static string Describe(this ServerPart part) => part switch
    {
        ServerPart.Ingest => "The part \"ingest\": it takes reports and serves nothing else.",
        ServerPart.Site => "The part \"site\": it serves people and does the upkeep; reports are taken by another process, with --part ingest.",
        _ => "All in one process.",
    };
}
