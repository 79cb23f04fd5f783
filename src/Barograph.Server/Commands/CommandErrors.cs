using Barograph.Model;
using Barograph.Server.Changes;
using Barograph.Server.Config;
using Barograph.Storage;

namespace Barograph.Server.Commands;

/// <summary>Turns what a command may throw into one sentence and an exit code.</summary>
public static class CommandErrors
{
    /// <param name="run">The command.</param>
    /// <param name="error">Takes the sentence.</param>
    /// <param name="unexpected">The sentence for a fault of ours.</param>
    public static async Task<int> RunAsync(Func<Task<int>> run, TextWriter error, Func<Exception, string> unexpected)
    {
        try
        {
            return await run();
        }
        catch (CommandFailedException e)
        {
            return Say(error, e.Message, e.Exit);
        }
        catch (RefusedException e)
        {
            string sentence = e.Field is { } field ? $"--{field.Replace('_', '-')} cannot be used. {e.Message}" : e.Message;
            // A weak password is typed where it is asked for: the line itself was right.
            return Say(error, sentence, e.Error.Status == 400 && e.Error != Errors.PasswordInvalid ? ExitCode.Usage : ExitCode.Failure);
        }
        catch (SettingsException e)
        {
            return Say(error, e.Message, ExitCode.Usage);
        }
        catch (Exception e) when (e is StorageUnavailableException or StoreRefusedException)
        {
            return Say(error, e.Message, ExitCode.Failure);
        }
        catch (NameTakenException e)
        {
            return Say(error, $"The name \"{e.Name}\" is taken; a revoked device keeps its name. Choose another.", ExitCode.Failure);
        }
        catch (OperationCanceledException)
        {
            return Say(error, "Stopped.", ExitCode.Failure);
        }
        catch (Exception e)
        {
            return Say(error, unexpected(e), ExitCode.Failure);
        }
    }

    private static int Say(TextWriter error, string sentence, int exit)
    {
        error.Write($"error: {sentence}\n");
        return exit;
    }
}
