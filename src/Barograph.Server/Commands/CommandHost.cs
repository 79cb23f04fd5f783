using Barograph.Server.Config;

namespace Barograph.Server.Commands;

/// <summary>What surrounds the command line: the process, or a test's idea of one.</summary>
public sealed record CommandHost
{
    /// <summary>Runs the server until it is told to stop.</summary>
    public required Func<Settings, CancellationToken, Task<int>> Serve { get; init; }

    public required TextWriter Out { get; init; }

    /// <summary>Standard output as bytes, for data that is passed on as it is; nothing cleans it for a terminal.</summary>
    public required Stream Data { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>Standard error as it is, for a progress bar, where it is a terminal; else null.</summary>
    public TextWriter? Terminal { get; init; }

    /// <summary>Standard input.</summary>
    public required Stream In { get; init; }

    /// <summary>Asks a person for a password with this prompt; null where nobody sits at a terminal.</summary>
    public required Func<string, string>? AskPassword { get; init; }

    public required EnvironmentValues Environment { get; init; }

    public required TimeProvider Clock { get; init; }

    /// <summary>Columns of the terminal.</summary>
    public int Width { get; init; } = TextTable.Unbounded;

    /// <summary>Where a settings file is looked for when none is named.</summary>
    public IReadOnlyList<string> SettingsFiles { get; init; } = SettingsReader.TheUsualFiles;

    /// <summary>This process.</summary>
    public static CommandHost OfProcess(Func<Settings, CancellationToken, Task<int>> serve) => new()
    {
        Serve = serve,
        Out = Console.Out,
        Data = Console.OpenStandardOutput(),
        Error = Console.Error,
        Terminal = Console.IsErrorRedirected ? null : Console.Error,
        In = Console.OpenStandardInput(),
        AskPassword = Console.IsInputRedirected ? null : PasswordInput.Ask,
        Environment = EnvironmentValues.OfProcess(),
        Clock = TimeProvider.System,
        Width = Console.IsOutputRedirected ? TextTable.Unbounded : Console.WindowWidth,
    };
}
