using Npgsql;

namespace Barograph.Storage.Postgres;

/// <summary>The administrator's connection string, aimed at one database.</summary>
internal sealed class AdminConnection
{
    /// <summary>A long migration or a wait for a concurrent set-up is no error.</summary>
    private const int Seconds = 600;

    private readonly NpgsqlConnectionStringBuilder _builder;

    /// <exception cref="ArgumentException">The connection string cannot be read.</exception>
    public AdminConnection(string connectionString)
    {
        const string scheme = "postgres:";
        _builder = new NpgsqlConnectionStringBuilder(
            connectionString.StartsWith(scheme, StringComparison.Ordinal) ? connectionString[scheme.Length..] : connectionString)
        {
            ApplicationName = "barograph setup", Pooling = false, Enlist = false, CommandTimeout = Seconds, CancellationTimeout = -1,
        };
        if (string.IsNullOrEmpty(_builder.Host))
            throw new ArgumentException(
                "The administrator's connection string names no host. Use Host=/var/run/postgresql for the local socket.");
        _builder.Database = string.IsNullOrEmpty(_builder.Database) ? "postgres" : _builder.Database;
    }

    public bool IsUnixSocket => _builder.Host!.StartsWith('/') || _builder.Host.StartsWith('@');

    public string Database => _builder.Database!;

    public async ValueTask<NpgsqlConnection> OpenAsync(string database, CancellationToken cancel)
    {
        // The data source may go before its connection: without pooling it holds nothing.
        await using NpgsqlDataSource source = ConnectionStrings.Source(For(database));
        return await source.OpenConnectionAsync(cancel);
    }

    /// <summary>For DbUp, which opens its own connection: works as the owner, so that everything that is made belongs to it.</summary>
    public string AsOwner(string database)
    {
        NpgsqlConnectionStringBuilder builder = For(database);
        builder.Options = $"{builder.Options} -c role={Roles.Owner} -c timezone=UTC -c client_min_messages=warning".TrimStart();
        return builder.ConnectionString;
    }

    /// <summary>The server's way in: the same way to the database, with its own name.</summary>
    public string StoreFor(string database, string login, string? password)
    {
        NpgsqlConnectionStringBuilder builder = For(database);
        builder.Username = login;
        builder.Password = password;
        builder.Passfile = null;
        foreach (string own in (string[])["Application Name", "Pooling", "Enlist", "Command Timeout", "Cancellation Timeout", "Options"])
            builder.Remove(own);
        return "postgres:" + builder.ConnectionString;
    }

    private NpgsqlConnectionStringBuilder For(string database) => new(_builder.ConnectionString) { Database = database };
}
