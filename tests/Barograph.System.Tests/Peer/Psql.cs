using System.Diagnostics;
using System.Text.RegularExpressions;
using Npgsql;

namespace Barograph.SystemTests.Peer;

/// <summary>psql, as a thief of a process would run it: as that process's Linux user and with that process's own connection string.</summary>
public static partial class Psql
{
    public const string InsufficientPrivilege = "42501";

    /// <summary>A GRANT by somebody who may grant nothing ends with this warning.</summary>
    public const string NothingGranted = "01007";

    /// <summary>
    /// Runs each statement by itself, in one session that has run <paramref name="first"/> before. Returns the SQLSTATE of each; empty where it succeeded.
    /// </summary>
    public static async Task<IReadOnlyList<string>> TryEachAsync(string linuxUser, string connectionString, string first, IReadOnlyList<string> statements)
    {
        string script = $"{first};\n" + string.Concat(statements.Select((statement, i) => $"\\warn statement {i}\n{statement};\n"));
        (int exitCode, _, string errors) = await RunAsync(linuxUser, connectionString, script);
        Assert.True(exitCode == 0, errors);
        var states = new string[statements.Count];
        Array.Fill(states, "");
        int at = -1;
        foreach (string line in errors.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            if (line.StartsWith("statement ", StringComparison.Ordinal))
                at++;
            else if (at >= 0 && Error().Match(line) is { Success: true } error)
                states[at] = error.Groups[1].Value;
            else
                Assert.Fail("psql said: " + line);
        Assert.Equal(statements.Count - 1, at);
        return states;
    }

    /// <summary>Runs a query and returns what it prints, unaligned and without headers.</summary>
    public static async Task<string> AskAsync(string linuxUser, string connectionString, string query)
    {
        (int exitCode, string printed, string errors) = await RunAsync(linuxUser, connectionString, query);
        Assert.True(exitCode == 0 && errors.Length == 0, errors);
        return printed.TrimEnd('\n');
    }

    /// <summary>Tries to log in; returns why not, or an empty text.</summary>
    public static async Task<string> LogInAsync(string linuxUser, string connectionString)
    {
        (int exitCode, _, string errors) = await RunAsync(linuxUser, connectionString, "SELECT 1");
        return exitCode == 0 ? "" : errors;
    }

    private static async Task<(int ExitCode, string Printed, string Errors)> RunAsync(string linuxUser, string connectionString, string script)
    {
        var parts = new NpgsqlConnectionStringBuilder(connectionString);
        string target = $"host='{parts.Host}' port={parts.Port} dbname='{parts.Database}' user='{parts.Username}'";
        string[] command = [.. LinuxUser.StarterOf(linuxUser), Path.Combine(PostgresBinaries.Find(), "psql"), "-X", "-q", "-A", "-t", "-v", "VERBOSITY=sqlstate", "-d", target];
        using Process psql = Shell.Start(command[0], command[1..]);
        Task<string> printed = psql.StandardOutput.ReadToEndAsync();
        Task<string> errors = psql.StandardError.ReadToEndAsync();
        try
        {
            await psql.StandardInput.WriteAsync(script);
            psql.StandardInput.Close();
        }
        catch (IOException)
        {
            // It could not log in, and is gone.
        }
        await psql.WaitForExitAsync().WaitAsync(Patience.Limit);
        return (psql.ExitCode, await printed, await errors);
    }

    [GeneratedRegex(@"^(?:psql:[^:]*:\d+: )?(?:ERROR|FATAL|WARNING):  ([0-9A-Z]{5})$")]
    private static partial Regex Error();
}
