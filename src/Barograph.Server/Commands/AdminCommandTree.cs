using System.CommandLine;
using Barograph.Server.Config;

namespace Barograph.Server.Commands;

/// <summary>
/// The admin commands and the options that may stand before them. The same tree parses what was typed and what came over the control socket.
/// One tree serves one parse.
/// </summary>
public sealed class AdminCommandTree
{
    // A name may begin with @, and the server must never read a file because a client named it.
    private static readonly ParserConfiguration Configuration = new() { ResponseFileTokenReplacer = null };

    private readonly List<AdminCommand> _commands = [];

    public AdminCommandTree()
    {
        ServeOptions.AddTo(Root);
        AddGroup(new Command("device", "Boards and gateways that report"), DeviceCommands.Build());
        AddGroup(new Command("token", "Personal tokens, for people's scripts"), TokenCommands.Build());
        AddGroup(new Command("account", "People who sign in"), AccountCommands.Build());
        AddGroup(new Command("alert", "What is wrong, and whether you would be told"), AlertCommands.Build());
        AddGroup(new Command("target", "Where alerts are sent to"), TargetCommands.Build());
        AddGroup(new Command("rule", "When somebody is told"), RuleCommands.Build());
        AddGroup(new Command("mute", "What nobody wants to hear for a while"), MuteCommands.Build());
        AddGroup(new Command("report", "What was, in numbers"), ReportCommands.Build());
        Add(Root, RetentionCommand.Build(StoreOptions));
        Add(Root, DoctorCommand());
    }

    public RootCommand Root { get; } = new("Barograph writes down what your sensors say, keeps it and shows it.");

    public ServeOptions ServeOptions { get; } = new();

    public StoreOptions StoreOptions { get; } = new();

    public IReadOnlyList<AdminCommand> Commands => _commands;

    /// <summary>The admin command that was typed, or null if it was another one.</summary>
    public AdminCommand? Find(ParseResult parse) => _commands.Find(command => command.Syntax == parse.CommandResult.Command);

    /// <summary>The settings that hold for a command line. Warnings about the environment go to standard error.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="host">Its surroundings.</param>
    /// <param name="own">What was typed for options of the command's own, by setting key.</param>
    /// <exception cref="SettingsException">Something is not usable as it stands.</exception>
    public Settings ReadSettings(ParseResult parse, CommandHost host, IReadOnlyDictionary<string, string>? own = null)
    {
        var typed = new Dictionary<string, string>(own ?? new Dictionary<string, string>(), StringComparer.Ordinal);
        ServeOptions.Collect(parse, typed);
        StoreOptions.Collect(parse, typed);
        foreach (string warning in host.Environment.Warnings())
            host.Error.Write(warning + "\n");
        return new SettingsReader { CommandLine = typed, Environment = host.Environment, UsualFiles = host.SettingsFiles }.Read();
    }

    public ParseResult Parse(IReadOnlyList<string> args) => Root.Parse(args, Configuration);

    private void AddGroup(Command group, IEnumerable<AdminCommand> commands)
    {
        StoreOptions.AddTo(group);
        foreach (AdminCommand command in commands)
            Add(group, command);
        Root.Add(group);
    }

    private void Add(Command parent, AdminCommand command)
    {
        parent.Add(command.Syntax);
        _commands.Add(command);
    }

    private AdminCommand DoctorCommand()
    {
        var syntax = new Command("doctor", "Check the store and its rights, the disk, the clock and the sockets, and say what to do");
        StoreOptions.AddTo(syntax);
        ServeOptions.AddPartTo(syntax);
        return new AdminCommand(syntax, (_, context, cancel) => Doctor.RunAsync(context, cancel)) { IsDoctor = true };
    }
}
