using System.CommandLine;

namespace Barograph.Server.Commands;

/// <summary>A command that works on an open store, wherever that is open: in this process or in the running server.</summary>
public sealed class AdminCommand(Command syntax, Func<ParseResult, AdminContext, CancellationToken, Task<int>> body)
{
    /// <summary>Its words, arguments and options.</summary>
    public Command Syntax => syntax;

    /// <summary>What to ask for at a terminal if this invocation takes a password, else null.</summary>
    public Func<ParseResult, string?> Prompt { get; init; } = static _ => null;

    /// <summary>Says that the password comes on standard input, if the command takes one.</summary>
    public Option<bool>? PasswordOption { get; init; }

    /// <summary>Examines a store and so reports a refused one instead of failing at it.</summary>
    public bool IsDoctor { get; init; }

    /// <summary>Does it, and returns the exit code.</summary>
    public Task<int> RunAsync(ParseResult parse, AdminContext context, CancellationToken cancel) => body(parse, context, cancel);
}
