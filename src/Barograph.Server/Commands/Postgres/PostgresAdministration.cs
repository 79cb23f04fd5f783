using Barograph.Server.Config;
using Barograph.Storage.Postgres;

namespace Barograph.Server.Commands;

/// <summary><c>barograph postgres setup</c> and <c>migrate</c></summary>
public sealed class PostgresAdministration(CommandHost host)
{
    public async Task<int> SetUpAsync(AdminWish wish, LoginWish logins, CancellationToken cancel)
    {
        var options = new PostgresSetupOptions
        {
            Admin = Admin(wish),
            IngestLogin = Named(logins.IngestLogin, "--ingest-login"),
            GrantSeedUser = Named(logins.SeedUser, "--grant-seed-user"),
        };
        options = options with
        {
            Database = Named(wish.Database, "--database") ?? options.Database,
            Login = Named(logins.Login, "--login") ?? options.Login,
        };
        using var signals = new TerminationSignals(cancel);
        PostgresSetupResult result = await CheckedAsync(() => PostgresSetup.RunAsync(options, signals.Token));
        if (wish.Json)
        {
            CommandJson.Write(host.Out, new StorePrepared(result.Store, result.IngestStore, result.Changed, Shown(result.Lines)), CommandJson.Default.StorePrepared);
            return ExitCode.Success;
        }
        Print(result.Lines);
        host.Out.Write(result.Changed ? "\n" : "\nEverything was there already; nothing was changed.\n\n");
        host.Out.Write(result.IngestStore is null
            ? $"Start the server with:\n\n  barograph serve --store {Quote(result.Store)}\n"
            : $"Start its two parts with:\n\n  barograph serve --part site --store {Quote(result.Store)}\n"
                + $"  barograph serve --part ingest --store {Quote(result.IngestStore)}\n");
        return ExitCode.Success;
    }

    public async Task<int> MigrateAsync(AdminWish wish, CancellationToken cancel)
    {
        string admin = Admin(wish);
        string? database = Named(wish.Database, "--database");
        using var signals = new TerminationSignals(cancel);
        IReadOnlyList<SetupLine> lines = await CheckedAsync(() => PostgresMigration.RunAsync(admin, database, signals.Token));
        if (wish.Json)
            CommandJson.Write(host.Out, new StoreMigrated(Shown(lines)), CommandJson.Default.StoreMigrated);
        else
            Print(lines);
        return ExitCode.Success;
    }

    private string Admin(AdminWish wish)
    {
        string given = wish.Admin ?? host.Environment.Find(SettingKeys.Admin)?.Text
            ?? throw new CommandFailedException(
                "Name the administrator's login with --admin, for example --admin \"Host=/var/run/postgresql;Username=postgres\".", ExitCode.Usage);
        return ConnectionOption.Read(given, "--admin");
    }

    // A role's or database's name has at most 63 bytes; PostgreSQL would cut a longer one and work on another than was meant.
    private static string? Named(string? name, string option)
    {
        const int MaxBytes = 63;
        if (name is null)
            return null;
        bool valid = name.Length > 0 && System.Text.Encoding.UTF8.GetByteCount(name) <= MaxBytes && !name.Any(char.IsControl);
        return valid ? name : throw new CommandFailedException($"{option} must be a name of 1 to {MaxBytes} bytes.", ExitCode.Usage);
    }

    private static async Task<T> CheckedAsync<T>(Func<Task<T>> run)
    {
        try
        {
            return await run();
        }
        catch (ArgumentException e)
        {
            throw new CommandFailedException(e.Message, ExitCode.Usage);
        }
    }

    private void Print(IReadOnlyList<SetupLine> lines)
    {
        foreach (SetupLine line in lines)
            host.Out.Write(TerminalText.Clean($"{Label(line.Step)} {line.Text}") + "\n");
    }

    private static IReadOnlyList<StepShown> Shown(IReadOnlyList<SetupLine> lines) => [.. lines.Select(line => new StepShown(Word(line.Step), line.Text))];

    private static string Label(SetupStep step) => $"{Word(step) + ':',-6}";

    private static string Word(SetupStep step) => step switch
    {
        SetupStep.Done => "done",
        SetupStep.WasThere => "there",
        _ => "note",
    };

    private static string Quote(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
