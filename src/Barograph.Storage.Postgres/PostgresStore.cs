using Barograph.Model;
using Npgsql;

namespace Barograph.Storage.Postgres;

/// <summary>Barograph's store in a PostgreSQL database. Several processes may use one database at the same time.</summary>
public sealed class PostgresStore : IStore
{
    private readonly PostgresOptions _options;
    private readonly TimeProvider _clock;
    private readonly StoreGate _gate = new();
    private readonly Connections _connections;
    private readonly Upkeep _upkeep;
    private readonly SampleWriter _writer;
    private readonly CatalogWatch _catalogWatch;
    private readonly SampleWatch _sampleWatch;
    private readonly SampleTelling _telling;

    /// <exception cref="ArgumentException">The connection string cannot be read.</exception>
    public PostgresStore(PostgresOptions options, TimeProvider clock)
    {
        _options = options;
        _clock = clock;
        _connections = new Connections(options.ConnectionString, _gate);
        _telling = new SampleTelling(_connections.Catalog);
        _writer = new SampleWriter(_connections.Append, _gate, _telling);
        _catalogWatch = new CatalogWatch(_connections.Listen);
        _sampleWatch = new SampleWatch(_connections.Listen, _connections.Read, _telling);
        Description = ConnectionStrings.Describe(new NpgsqlConnectionStringBuilder(options.ConnectionString));
        Reader = new SampleReader(_connections.Read);
        _upkeep = new Upkeep(_connections.Upkeep, clock);
        Series = new SeriesCatalog(_connections.Catalog, clock);
        Locations = new LocationCatalog(_connections.Catalog, _connections.Operate);
        Devices = new DeviceCatalog(_connections.Catalog, _connections.Operate);
        Tokens = new TokenCatalog(_connections.Catalog, _connections.Operate);
        Accounts = new AccountCatalog(_connections.Operate);
        Sessions = new SessionCatalog(_connections.Operate);
        Activity = new ActivityLog(_connections.Catalog, _connections.Operate);
        Retention = new RetentionCatalog(_connections.Operate);
        Site = new SiteCatalog(_connections.Operate);
        AlertRules = new AlertRuleCatalog(_connections.Operate);
        Targets = new TargetCatalog(_connections.Operate);
        Episodes = new EpisodeLog(_connections.Operate);
        Outbox = new Outbox(_connections.Operate);
    }

    public string Description { get; }

    public ISampleWriter Writer => _writer;

    public ISampleReader Reader { get; }

    public IUpkeep Upkeep => _upkeep;

    public ISeriesCatalog Series { get; }

    public ILocationCatalog Locations { get; }

    public IDeviceCatalog Devices { get; }

    public ITokenCatalog Tokens { get; }

    public IAccountCatalog Accounts { get; }

    public ISessionCatalog Sessions { get; }

    public IActivityLog Activity { get; }

    public IRetentionCatalog Retention { get; }

    public ISiteCatalog Site { get; }

    public IAlertRuleCatalog AlertRules { get; }

    public ITargetCatalog Targets { get; }

    public IEpisodeLog Episodes { get; }

    public IOutbox Outbox { get; }

    public async ValueTask OpenAsync(CancellationToken cancel)
    {
        try
        {
            await using NpgsqlConnection connection = await _connections.OpenForChecksAsync(cancel);
            await Settings.CheckServerAsync(connection, cancel);
            await Schema.CheckAsync(connection, cancel);
            List<Finding> excess = await Rights.ExcessAsync(connection, _options.Part, cancel);
            if (excess.Count > 0 && !_options.AllowOverprivileged)
                throw new StoreRefusedException(
                    $"The login may do more than a server that devices can reach should: {string.Join(" ", excess.Select(f => f.Text))} "
                    + "To start nevertheless: --allow-overprivileged");
            if (await Rights.LackAsync(connection, _options.Part, cancel) is { } lack)
                throw new StoreRefusedException(lack);
        }
        catch (Exception e) when (Trouble.IsTrouble(e, cancel))
        {
            throw Trouble.OfOpen(e);
        }
        _gate.Open();
    }

    public IAsyncEnumerable<CatalogChange> CatalogChangesAsync(CancellationToken cancel) => _catalogWatch.ReadAsync(cancel);

    public IAsyncEnumerable<SampleNews> SampleNewsAsync(Func<SeriesId, bool> isWanted, CancellationToken cancel) => _sampleWatch.ReadAsync(isWanted, cancel);

    /// <summary>Works before <see cref="OpenAsync"/> too, so that doctor can explain a refusal.</summary>
    public async ValueTask<IReadOnlyList<Finding>> ExamineAsync(CancellationToken cancel)
    {
        try
        {
            await using NpgsqlConnection connection = await _connections.OpenForChecksAsync(cancel);
            return await Examination.RunAsync(connection, _options.Part, _clock, cancel);
        }
        catch (Exception e) when (Trouble.IsTrouble(e, cancel))
        {
            throw Trouble.Unavailable(e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        await _telling.DisposeAsync();
        _upkeep.Dispose();
        await _connections.DisposeAsync();
    }
}
