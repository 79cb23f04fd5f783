using Spectre.Console;

namespace Barograph.Server.Commands.Import;

/// <summary>A progress bar on standard error, where that is a terminal.</summary>
public static class ImportProgress
{
    // Leaves room for counts of eight digits on a terminal of 80 columns.
    private const int BarWidth = 20;

    /// <param name="terminal">Null for no bar.</param>
    /// <param name="total">How much there is to do; 0 if nobody knows, for no bar.</param>
    /// <param name="amounts">In what it is counted.</param>
    /// <param name="work">The work; it tells how much is done so far.</param>
    public static async Task RunAsync(TextWriter? terminal, long total, Amounts amounts, Func<Action<long>, Task> work)
    {
        if (terminal is null || total == 0)
        {
            await work(_ => { });
            return;
        }
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(terminal), Interactive = InteractionSupport.Yes });
        await console.Progress()
            .AutoClear(true)
            .Columns(new ProgressBarColumn { Width = BarWidth }, new PercentageColumn(), new AmountColumn(amounts), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                ProgressTask task = context.AddTask(amounts.Name, maxValue: total);
                await work(done => task.Value = done);
            });
    }
}
