using Spectre.Console;

namespace Barograph.Server.Commands.Import;

/// <summary>A progress bar on standard error, where that is a terminal.</summary>
public static class ImportProgress
{
    // Leaves room for counts of eight digits on a terminal of 80 columns.
    private const int BarWidth = 20;

    /// <param name="terminal">Null for no bar.</param>
    /// <param name="rows">How many there are.</param>
    /// <param name="work">The work; it tells how many rows are done so far.</param>
    public static async Task RunAsync(TextWriter? terminal, long rows, Func<Action<long>, Task> work)
    {
        if (terminal is null || rows == 0)
        {
            await work(_ => { });
            return;
        }
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(terminal), Interactive = InteractionSupport.Yes });
        await console.Progress()
            .AutoClear(true)
            .Columns(new ProgressBarColumn { Width = BarWidth }, new PercentageColumn(), new RowsColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                ProgressTask task = context.AddTask("rows", maxValue: rows);
                await work(done => task.Value = done);
            });
    }
}
