using Barograph.Model;
using Barograph.Storage.Postgres;
using Barograph.TestSupport;

namespace Barograph.Storage.Tests;

/// <summary>The login of the ingest part: what <c>postgres setup --ingest-login</c> makes, and what a server in that part accepts.</summary>
public sealed class IngestLoginTests() : PostgresTest(SharedCluster.GetAsync)
{
    private string _login = "";
    private PostgresSetupResult _result = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _login = Cluster.NewName("boards_");
        _result = await SetUpAsync(_login);
    }

    [Fact]
    public async Task It_can_become_the_ingest_role_and_nothing_else()
    {
        Assert.Equal("barograph_ingest", await Place.SqlAsync(
            $"SELECT string_agg(rolname, ' ') FROM pg_roles WHERE rolname <> '{_login}' AND pg_has_role('{_login}', oid, 'MEMBER')"));
        foreach (string role in (string[])["barograph_owner", "barograph_operate", "barograph_upkeep", "barograph_read", Place.Login, PostgresCluster.Superuser])
            await AssertDeniedAsync("SET ROLE " + role, () => Place.SqlAsync(_login, $"SET ROLE {role}"));
        await AssertDeniedAsync("without a role", () => Place.SqlAsync(_login, "SELECT * FROM sample"));
    }

    [Fact]
    public async Task Run_twice_the_set_up_changes_nothing_and_gives_both_stores_again()
    {
        PostgresSetupResult again = await SetUpAsync(_login);

        Assert.Equal((false, _result.Store, _result.IngestStore), (again.Changed, again.Store, again.IngestStore));
        Assert.Contains($"Username={_login}", again.IngestStore, StringComparison.Ordinal);
        Assert.DoesNotContain("Password", again.IngestStore, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Without_the_option_there_is_no_second_store() =>
        Assert.Null((await PostgresPlace.SetupAsync(Cluster, Place.Database, Place.Login, seedUser: null)).IngestStore);

    [Theory]
    [InlineData("GRANT barograph_operate TO LOGIN", "barograph_operate")]
    [InlineData("GRANT barograph_upkeep TO LOGIN", "barograph_upkeep")]
    [InlineData("GRANT barograph_owner TO LOGIN", "barograph_owner")]
    [InlineData("GRANT barograph_read TO LOGIN", "barograph_read")]
    [InlineData("GRANT pg_read_server_files TO LOGIN", "pg_read_server_files")]
    [InlineData("ALTER ROLE LOGIN CREATEROLE", "CREATEROLE")]
    [InlineData("ALTER ROLE LOGIN REPLICATION", "REPLICATION")]
    [InlineData("ALTER ROLE LOGIN SUPERUSER", "superuser")]
    public async Task A_login_that_can_do_more_is_refused_by_the_set_up_and_by_the_server(string more, string named)
    {
        await Place.SqlAsync(more.Replace("LOGIN", _login, StringComparison.Ordinal));

        StoreRefusedException setUp = await Assert.ThrowsAsync<StoreRefusedException>(() => SetUpAsync(_login));
        StoreRefusedException start = await Assert.ThrowsAsync<StoreRefusedException>(() => OpenAsync(_login, ServerPart.Ingest));

        Assert.Contains(named, setUp.Message, StringComparison.Ordinal);
        Assert.Contains(named, start.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GRANT INSERT ON token TO barograph_ingest", "On token")]
    [InlineData("GRANT INSERT (name) ON device TO LOGIN", "On device")]
    [InlineData("GRANT UPDATE (expires_at) ON token TO barograph_ingest", "On token")]
    [InlineData("GRANT DELETE ON placement TO PUBLIC", "On placement")]
    [InlineData("GRANT TRUNCATE ON activity TO barograph_ingest", "On activity")]
    [InlineData("GRANT DELETE ON sample TO LOGIN", "On sample")]
    [InlineData("ALTER TABLE receipt OWNER TO barograph_ingest", "On receipt")]
    public async Task A_grant_that_lets_it_change_anything_refuses_the_start(string grant, string named)
    {
        await Place.SqlAsync(grant.Replace("LOGIN", _login, StringComparison.Ordinal));

        StoreRefusedException error = await Assert.ThrowsAsync<StoreRefusedException>(() => OpenAsync(_login, ServerPart.Ingest));

        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.Contains("--allow-overprivileged", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_names_of_the_group_roles_and_the_same_name_twice_are_refused()
    {
        foreach (string login in (string[])["barograph_ingest", "barograph_owner", Place.Login])
            await Assert.ThrowsAsync<StoreRefusedException>(() => SetUpAsync(login));
    }

    [Fact]
    public async Task It_takes_reports_and_says_what_it_can_become()
    {
        await using PostgresStore store = await OpenAsync(_login, ServerPart.Ingest);
        await using IStore house = await Place.OpenAsync(Cancel);
        SeriesId series = await NewSeriesAsync(house);

        await store.Writer.AppendAsync(Batches.Of(new Sample(series, Start, 1)), Cancel);

        Assert.Single(await store.Tokens.ListAsync(Cancel));
        Assert.Contains(await store.ExamineAsync(Cancel), finding => finding.Text == "The login can become barograph_ingest and nothing else.");
        Assert.Single(await ContentsAsync(house, series));
    }

    [Theory]
    [InlineData(ServerPart.All)]
    [InlineData(ServerPart.Site)]
    public async Task It_serves_for_nothing_else(ServerPart part)
    {
        StoreRefusedException error = await Assert.ThrowsAsync<StoreRefusedException>(() => OpenAsync(_login, part));

        Assert.Contains("barograph_operate", error.Message, StringComparison.Ordinal);
        Assert.Contains("--part ingest", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_other_login_serves_the_site_and_not_ingest()
    {
        await using PostgresStore site = await OpenAsync(Place.Login, ServerPart.Site);

        StoreRefusedException error = await Assert.ThrowsAsync<StoreRefusedException>(() => OpenAsync(Place.Login, ServerPart.Ingest));

        Assert.Contains("--ingest-login", error.Message, StringComparison.Ordinal);
    }

    private async Task<PostgresStore> OpenAsync(string login, ServerPart part)
    {
        var store = new PostgresStore(new PostgresOptions(Cluster.ConnectionString(Place.Database, login)) { Part = part }, TimeProvider.System);
        try
        {
            await store.OpenAsync(Cancel);
            return store;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    private Task<PostgresSetupResult> SetUpAsync(string ingestLogin) => PostgresSetup.RunAsync(
        new PostgresSetupOptions { Admin = Cluster.ConnectionString("postgres"), Database = Place.Database, Login = Place.Login, IngestLogin = ingestLogin }, Cancel);
}
