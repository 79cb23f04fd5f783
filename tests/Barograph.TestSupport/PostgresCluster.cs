using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Barograph.TestSupport;

/// <summary>
/// A private PostgreSQL server in a temporary folder, reachable through a Unix socket there and nowhere else. Run as root it drops to an
/// unprivileged user, because PostgreSQL refuses to run as root.
/// </summary>
/// <remarks>
/// Nothing outlives the test run: a guardian process waits for the end of its standard input, which comes when this object is disposed and
/// also when the run is killed in any way, and then ends the server and removes the folder.
/// </remarks>
public sealed class PostgresCluster : IAsyncDisposable
{
    public const string Superuser = "postgres";

    // The port is only a part of the socket's name, and the socket has a folder of its own.
    private const int Port = 5432;

    /// <remarks>
    /// fsync stays on. The rest is what a careless administrator might have left behind, so that the product must ask for what it needs:
    /// commits that do not wait for the disk (and a log writer too slow to hide that), a time zone with a half hour of summer time,
    /// German messages where they are installed, and a collation that is not the order of bytes.
    /// </remarks>
    private static readonly string[] Settings =
    [
        "fsync=on", "full_page_writes=on", "synchronous_commit=off", "wal_writer_delay=10s",
        "listen_addresses=", "max_connections=200", "shared_buffers=64MB",
        "dynamic_shared_memory_type=mmap", "timezone=Australia/Lord_Howe", "logging_collector=off",
    ];

    private readonly ScratchFolder _folder;
    private readonly string _binaries;
    private readonly bool _peer;
    private readonly Process _guardian;
    private Process? _server;
    private int _databases;

    private PostgresCluster(ScratchFolder folder, string binaries, bool peer)
    {
        _peer = peer;
        _folder = folder;
        _binaries = binaries;
        _guardian = StartGuardian();
    }

    /// <summary>The server's own process id.</summary>
    public int ProcessId => _server?.Id ?? throw new InvalidOperationException("The server is stopped.");

    /// <summary>Where its socket is, and its data.</summary>
    public string Folder => _folder.Path;

    /// <summary>What PostgreSQL calls its data directory.</summary>
    public string Data => _folder.File("data");

    private string Log => _folder.File("log");

    /// <summary>The Linux user that the server runs as, and the only one that can be <see cref="Superuser"/> where nobody is trusted.</summary>
    public static string ServerUser => Shell.IsRoot ? UnprivilegedUser() : System.Environment.UserName;

    /// <summary>Makes a new cluster and starts it.</summary>
    /// <param name="peer">
    /// Let in nobody but the Linux user that is named like the role (<c>local all all peer</c>). Otherwise everybody is trusted.
    /// </param>
    public static async Task<PostgresCluster> StartNewAsync(bool peer = false)
    {
        var cluster = new PostgresCluster(new ScratchFolder(), PostgresBinaries.Find(), peer);
        try
        {
            await cluster.InitializeAsync();
            await cluster.StartAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>A cluster whose data folder, which is there and empty, somebody else fills, and that is not started yet.</summary>
    public static async Task<PostgresCluster> RestoreAsync(Func<PostgresCluster, Task> fill)
    {
        var cluster = new PostgresCluster(new ScratchFolder(), PostgresBinaries.Find(), peer: false);
        try
        {
            if (Shell.IsRoot)
                await Shell.RunAsync("chown", UnprivilegedUser(), cluster.Folder);
            await cluster.RunScriptAsync($"mkdir -m 700 '{cluster.Data}'");
            await fill(cluster);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a shell script as the user of the server, who finds PostgreSQL's programs and this cluster without asking; it stops at the first error.</summary>
    public async Task RunScriptAsync(string script)
    {
        using Process shell = StartUnprivileged("/bin/sh", "-ec", Environment(script));
        Task<string> errors = shell.StandardError.ReadToEndAsync();
        string output = await shell.StandardOutput.ReadToEndAsync();
        await shell.WaitForExitAsync();
        if (shell.ExitCode != 0)
            throw new InvalidOperationException(script + "\nfailed:\n" + output + await errors);
    }

    /// <summary>The same script with PostgreSQL's programs and this cluster as the usual ones.</summary>
    public string Environment(string script) =>
        $"export PATH='{_binaries}':\"$PATH\" PGHOST='{Folder}' PGPORT={Port} PGUSER={Superuser}\n{script}";

    /// <summary>An Npgsql connection string for one database and one role.</summary>
    public string ConnectionString(string database, string user = Superuser) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = _folder.Path, Port = Port, Database = database, Username = user, Timeout = 5, GssEncryptionMode = GssEncryptionMode.Disable,
        }.ConnectionString;

    /// <summary>A connection string of the superuser for psql, pg_dump and their kind.</summary>
    public string ConnectionStringForTools(string database) =>
        string.Create(CultureInfo.InvariantCulture, $"host='{_folder.Path}' port={Port} user={Superuser} dbname='{database}'");

    /// <summary>A name that no database and no role of this cluster has had yet.</summary>
    public string NewName(string prefix) =>
        prefix + Interlocked.Increment(ref _databases).ToString(CultureInfo.InvariantCulture);

    /// <summary>Starts the server and returns once it takes connections.</summary>
    public async Task StartAsync()
    {
        do
            StartServer();
        while (!await IsReadyAsync());
    }

    /// <summary>Stops the server as an administrator would: clients are cut off, everything is written.</summary>
    public Task StopAsync() => EndAsync("INT");

    /// <summary>Ends the server with <c>kill -9</c>, as a crash of the machine's memory would.</summary>
    public Task KillAsync() => EndAsync("KILL");

    /// <summary>Freezes the postmaster, so that new connections hang; those that exist go on. <see cref="ResumeAsync"/> ends it.</summary>
    public Task PauseAsync() => Shell.SignalAsync("STOP", ProcessId);

    public Task ResumeAsync() => Shell.SignalAsync("CONT", ProcessId);

    /// <summary>Runs statements as the superuser.</summary>
    public Task<object?> SqlAsync(string database, string sql) => SqlAsync(database, Superuser, sql);

    /// <summary>Runs statements as <paramref name="user"/> and returns the first value of the last result.</summary>
    public async Task<object?> SqlAsync(string database, string user, string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString(database, user) + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        _guardian.StandardInput.Close();
        await _guardian.WaitForExitAsync();
        _guardian.Dispose();
        _server?.Dispose();
        _folder.Dispose();
    }

    private async Task InitializeAsync()
    {
        if (Shell.IsRoot)
            await Shell.RunAsync("chown", UnprivilegedUser(), _folder.Path);
        using Process initdb = StartUnprivileged(
            _binaries + "/initdb", "-D", Data, "-U", Superuser, "-A", "trust", "-E", "UTF8", "--no-sync",
            "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=de-DE");
        Task<string> errors = initdb.StandardError.ReadToEndAsync();
        string output = await initdb.StandardOutput.ReadToEndAsync();
        await initdb.WaitForExitAsync();
        if (initdb.ExitCode != 0)
            throw new InvalidOperationException("initdb failed:\n" + output + await errors);
        if (_peer)
            await File.WriteAllTextAsync(Path.Combine(Data, "pg_hba.conf"), AccessByPeer());
    }

    /// <summary>Only root can act as other Linux users. Without it, the superuser that the tests need is trusted beside the rule that is tested.</summary>
    private static string AccessByPeer() => (ServerUser == Superuser ? "" : $"local all {Superuser} trust\n") + "local all all peer\n";


    private void StartServer()
    {
        var arguments = new List<string> { "-D", Data, "-k", _folder.Path, "-p", Port.ToString(CultureInfo.InvariantCulture) };
        foreach (string setting in Settings)
            arguments.AddRange(["-c", setting]);
        // The output goes to a file: a full pipe would stop the server.
        string line = string.Join(' ', arguments.Select(a => $"'{a}'"));
        _server = StartUnprivileged("/bin/sh", "-c", $"exec '{_binaries}/postgres' {line} >'{Log}' 2>&1");
    }

    /// <summary>Waits until the server takes connections; false if it must be started again.</summary>
    private async Task<bool> IsReadyAsync()
    {
        string connectionString = ConnectionString("postgres") + ";Pooling=false";
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(connectionString);
                await connection.OpenAsync();
                return true;
            }
            catch (PostgresException refused) when (_peer && refused.SqlState == PostgresErrorCodes.InvalidAuthorizationSpecification)
            {
                // It answers; that we are not its superuser is what was wanted.
                return true;
            }
            catch (NpgsqlException) when (!_server!.HasExited)
            {
                // Not there yet, or still recovering after a crash.
                await Task.Delay(20);
            }
            catch (NpgsqlException)
            {
                string log = await File.ReadAllTextAsync(Log);
                // After a kill the old backends take a moment to notice that their postmaster is gone.
                if (!log.Contains("is still in use", StringComparison.Ordinal))
                    throw new InvalidOperationException("PostgreSQL did not start:\n" + log);
                _server!.Dispose();
                await Task.Delay(50);
                return false;
            }
        }
    }

    private async Task EndAsync(string signal)
    {
        Process server = _server ?? throw new InvalidOperationException("The server is stopped already.");
        await Shell.SignalAsync(signal, server.Id);
        await server.WaitForExitAsync();
        server.Dispose();
        _server = null;
    }

    private static Process StartUnprivileged(string program, params string[] arguments)
    {
        if (!Shell.IsRoot)
            return Shell.Start(program, arguments);
        // setpriv replaces itself by the program, so that the process id we have is the server's.
        string user = UnprivilegedUser();
        return Shell.Start("setpriv", ["--reuid", user, "--regid", UnprivilegedGroup(user), "--clear-groups", program, .. arguments]);
    }

    private static string UnprivilegedUser()
    {
        string[] users = File.ReadAllLines("/etc/passwd");
        return Array.Exists(users, line => line.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres" : "nobody";
    }

    private static string UnprivilegedGroup(string user) => user == "nobody" ? "nogroup" : user;

    private Process StartGuardian()
    {
        // Only the process whose number stands in our own data folder, and who names that folder itself, is ended: after a crash the number
        // may belong to somebody else. The guardian ignores the terminal's signals, to be the last to go.
        string script =
            $"""
             trap '' INT HUP TERM
             cat >/dev/null
             pid=$(head -n 1 '{Data}/postmaster.pid' 2>/dev/null)
             if [ -n "$pid" ] && grep -q '{Data}' "/proc/$pid/cmdline" 2>/dev/null; then
               kill -CONT "$pid" 2>/dev/null; pkill -CONT -P "$pid" 2>/dev/null
               kill -QUIT "$pid" 2>/dev/null
               for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
                 kill -0 "$pid" 2>/dev/null || break
                 sleep 0.1
               done
               kill -KILL "$pid" 2>/dev/null
             fi
             rm -rf '{_folder.Path}'
             """;
        Process guardian = Shell.Start("/bin/sh", "-c", script);
        return guardian;
    }
}
