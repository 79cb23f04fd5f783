using System.CommandLine;
using Barograph.Server.Config;

namespace Barograph.Server.Commands;

/// <summary>The options that say which store an admin command is for, and how it prints. One instance serves all groups of a tree.</summary>
public sealed class StoreOptions
{
    private readonly Option<string> _store = new("--store")
    {
        Description = "The store: sqlite:PATH or postgres:CONNECTION-STRING", HelpName = "STORE", Recursive = true,
    };

    private readonly Option<string> _data = new("--data")
    {
        Description = "The server's data folder; the default store is barograph.db in it", HelpName = "DIR", Recursive = true,
    };

    private readonly Option<string> _config = new("--config")
    {
        Description = "The settings file instead of ./barograph.json or /etc/barograph/barograph.json", HelpName = "FILE", Recursive = true,
    };

    private readonly Option<bool> _allowOverprivileged = new("--allow-overprivileged")
    {
        Description = "Work although the database role could change samples", Recursive = true,
    };

    /// <summary>Shared by all commands that print data.</summary>
    public Option<bool> Json { get; } = new("--json") { Description = "Print JSON", Recursive = true };

    public void AddTo(Command group)
    {
        group.Add(_store);
        group.Add(_data);
        group.Add(_config);
        group.Add(_allowOverprivileged);
        group.Add(Json);
    }

    /// <summary>What was typed, by setting key.</summary>
    public void Collect(ParseResult parse, Dictionary<string, string> typed)
    {
        ServeOptions.Collect(parse, _store, SettingKeys.Store, typed);
        ServeOptions.Collect(parse, _data, SettingKeys.Data, typed);
        ServeOptions.Collect(parse, _config, SettingKeys.Config, typed);
        if (parse.GetValue(_allowOverprivileged))
            typed[SettingKeys.AllowOverprivileged] = "true";
    }
}
