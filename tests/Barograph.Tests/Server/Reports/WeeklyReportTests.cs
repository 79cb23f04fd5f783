using System.Text.Json;
using Barograph.Model;
using Barograph.Server.Changes;
using Barograph.Server.Notify;
using Barograph.Server.Reports;
using Barograph.Storage;
using Barograph.Tests.Server.Commands;
using Microsoft.Extensions.Time.Testing;

namespace Barograph.Tests.Server.Reports;

/// <summary>What a week's report says, and when it is sent.</summary>
public sealed class WeeklyReportTests : IAsyncDisposable
{
    private const string Readings = """
        time,location,metric,unit,value
        2026-11-15T22:59:59Z,garden,temperature,Cel,40
        2026-11-15T23:00:00Z,garden,temperature,Cel,-1.25
        2026-11-18T12:00:00Z,garden,temperature,Cel,10
        2026-11-22T22:59:59Z,garden,temperature,Cel,14.75
        2026-11-22T23:00:00Z,garden,temperature,Cel,99
        2026-11-15T20:00:00Z,garden,rain_total,mm,100
        2026-11-16T10:00:00Z,garden,rain_total,mm,102.5
        2026-11-20T10:00:00Z,garden,rain_total,mm,0.5
        2026-11-21T10:00:00Z,garden,rain_total,mm,3
        2026-11-10T10:00:00Z,garden,humidity,%RH,50
        2026-11-17T10:00:00Z,desk,temperature,Cel,20

        """;

    // Monday morning in Berlin.
    private static readonly DateTimeOffset Monday = new(2026, 11, 23, 6, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _clock = new(Monday - TimeSpan.FromMinutes(10));
    private readonly TempFolder _folder = new();
    private readonly CommandRig _rig;

    public WeeklyReportTests() => _rig = new CommandRig { Clock = _clock };

    public async ValueTask DisposeAsync()
    {
        await _rig.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task It_sums_up_the_week_of_the_place_and_nothing_else()
    {
        await FillAsync();

        string text = (await _rig.RunAsync("report", "weekly")).Out;

        Assert.StartsWith("""
            The week from Monday 16 November to Sunday 22 November 2026 (Europe/Berlin)

            desk
              temperature: 20 to 20 Cel, 20 on average

            The garden (garden)
              rain_total: 5.5 mm in the week
              temperature: -1.25 to 14.75 Cel, 7.83 on average; silent for 3 h 20 min

            The store takes
            """.ReplaceLineEndings("\n"), text, StringComparison.Ordinal);
        Assert.Contains("temperature: 40 to 40 Cel", (await _rig.RunAsync("report", "weekly", "--week", "2026-11-15")).Out, StringComparison.Ordinal);
        Assert.DoesNotContain("desk", (await _rig.RunAsync("report", "weekly", "--locations", "gar*")).Out, StringComparison.Ordinal);
        Assert.Contains("-1.25 to 40 Cel", (await _rig.RunAsync("report", "weekly", "--zone", "UTC", "--week", "2026-11-15")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_speaks_in_the_units_of_the_site()
    {
        await FillAsync();
        await _rig.LookAsync(async store =>
        {
            await store.Site.SetAsync(new Site(false, new Dictionary<string, string> { ["temperature"] = "degF" }), CancellationToken.None);
            return 0;
        });

        JsonElement series = (await _rig.JsonAsync("report", "weekly")).GetProperty("locations")[1].GetProperty("series")[1];

        Assert.Equal(("degF", 29.75, 58.55), (series.GetProperty("unit").GetString(), series.GetProperty("min").GetDouble(), series.GetProperty("max").GetDouble()));
    }

    [Theory]
    [InlineData(2, "report", "weekly", "--zone", "Nowhere")]
    [InlineData(2, "report", "weekly", "--week", "16.11.2026")]
    [InlineData(1, "report", "weekly", "--send", "nobody")]
    public async Task What_cannot_be_is_refused(int exit, params string[] line)
    {
        await _rig.WithStoreAsync();
        Assert.Equal(exit, (await _rig.RunAsync(line)).Exit);
    }

    [Fact]
    public async Task It_is_written_once_however_often_a_server_begins_again()
    {
        await FillAsync();
        await AddTargetAsync(""" {"url":"https://example.org","report":"weekly","report_locations":"gar*"} """);
        await AddTargetAsync(""" {"url":"https://example.org"} """);
        await _rig.LookAsync(async store =>
        {
            WeeklySchedule first = new(store, _clock);
            _clock.SetUtcNow(Monday);
            Assert.True(await first.WriteDueAsync(CancellationToken.None));
            Assert.False(await first.WriteDueAsync(CancellationToken.None));
            Notice written = Assert.Single(await store.Outbox.ListPendingAsync(10, CancellationToken.None));
            Assert.Contains("rain_total: 5.5 mm", written.Content, StringComparison.Ordinal);
            Assert.DoesNotContain("desk", written.Content, StringComparison.Ordinal);

            // Another server, and this one after a restart, before and after it has arrived.
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => new WeeklySchedule(store, _clock).WriteDueAsync(CancellationToken.None).AsTask()));
            Assert.Single(await store.Outbox.ListAsync(null, 10, CancellationToken.None));
            await store.Outbox.NoteAttemptAsync(written with { Attempts = 1, SettledAt = Instant.Now(_clock) }, Instant.Now(_clock), CancellationToken.None);
            await new WeeklySchedule(store, _clock).WriteDueAsync(CancellationToken.None);
            Assert.Empty(await store.Outbox.ListPendingAsync(10, CancellationToken.None));

            _clock.SetUtcNow(Monday + TimeSpan.FromDays(7));
            Assert.True(await first.WriteDueAsync(CancellationToken.None));
            return Assert.Single(await store.Outbox.ListPendingAsync(10, CancellationToken.None));
        });
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(47 * 60, true)]
    [InlineData(48 * 60, false)]
    [InlineData(96 * 60, false)]
    public async Task It_is_due_on_Monday_at_seven_and_for_two_days(int minutes, bool isDue)
    {
        await FillAsync();
        await AddTargetAsync(""" {"url":"https://example.org","report":"weekly"} """);
        _clock.SetUtcNow(Monday + TimeSpan.FromMinutes(minutes));

        Assert.Equal(isDue, await _rig.LookAsync(store => new WeeklySchedule(store, _clock).WriteDueAsync(CancellationToken.None)));
    }

    [Theory]
    [InlineData("report=daily", "The report is weekly")]
    [InlineData("report_locations=garden/*", "go with report=weekly")]
    [InlineData("report=weekly", null)]
    [InlineData("report=weekly", "time zone", "report_zone=Nowhere")]
    [InlineData("report=weekly", null, "report_zone=Europe/Berlin", "report_locations=garden/*")]
    public async Task A_target_says_what_it_wants(string option, string? problem, params string[] more)
    {
        await _rig.WithStoreAsync();
        CommandRig.Outcome outcome = await _rig.RunAsync(["target", "add", "hook", "--kind", "webhook", "--option", "url=https://example.org", "--option", option, .. more.SelectMany(one => (string[])["--option", one])]);
        Assert.Equal(problem is null ? 0 : 2, outcome.Exit);
        Assert.Contains(problem ?? "", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_wants_a_report_does_not_have_to_say_the_secret_again_and_who_names_another_place_does()
    {
        Dictionary<string, string> options = new() { ["host"] = "mail.example.org", ["from"] = "a@example.org", ["to"] = "b@example.org", ["user"] = "a" };
        await _rig.WithStoreAsync();
        await _rig.LookAsync(async store =>
        {
            TargetChanges targets = new(store, new SecretBox(_folder.PathOf("alerts.key")), _clock);
            (AlertTarget target, _) = await targets.AddAsync(new TargetWish("mail", "mail", options) { Secret = "secret" }, CancellationToken.None);
            AlertTarget changed = await targets.ChangeAsync(target, new TargetChange { Options = new Dictionary<string, string>(options) { ["report"] = "weekly" } }, CancellationToken.None);
            Assert.NotNull(ReportWish.Of(changed));
            Assert.Equal(target.SealedSecret, changed.SealedSecret);
            return await Assert.ThrowsAsync<RefusedException>(() => targets.ChangeAsync(
                changed, new TargetChange { Options = new Dictionary<string, string>(options) { ["host"] = "evil.example.org", ["report"] = "weekly" } }, CancellationToken.None));
        });
    }

    private async Task FillAsync()
    {
        await _rig.WithStoreAsync();
        Assert.Equal(0, (await _rig.RunAsync("import", _folder.Write("a.csv", Readings))).Exit);
        await _rig.LookAsync(async store =>
        {
            await store.Locations.ChangeAsync("garden", new LocationChange { Title = "The garden", SetsZone = true, Zone = "Europe/Berlin" }, CancellationToken.None);
            SeriesId series = (await store.Series.FindAsync(new SeriesKey("garden", "temperature"), CancellationToken.None))!.Id;
            // Two rules tell the same silence; of the third the week has nothing.
            await store.Episodes.SaveAsync("", new EpisodeChanges([Silence(series, "2026-11-17T00:00:00Z", "2026-11-17T03:20:00Z"), Silence(series, "2026-11-17T02:00:00Z", "2026-11-17T03:00:00Z"), Silence(series, "2026-11-10T00:00:00Z", "2026-11-11T00:00:00Z")], [], []), CancellationToken.None);
            return 0;
        });
    }

    private async Task AddTargetAsync(string options) => await _rig.LookAsync(async store => await store.Targets.AddAsync(
        new AlertTarget(0, RandomId.New(), TargetKind.Webhook, options, null, false, true, Instant.Now(_clock)), CancellationToken.None));

    private static AlertEpisode Silence(SeriesId series, string from, string to) =>
        new(RandomId.New(), 1, series, AlertKind.Silent, "silent", Time(from), Time(from), Time(to), null, null, Time(from));

    private static Instant Time(string text) => Instant.TryParse(text, out Instant time) ? time : throw new FormatException(text);
}
