using System.Collections.Immutable;

namespace Barograph.Storage;

/// <summary>
/// A table of the catalog as it travels from store to store, whatever each engine makes of it: a row is an array of long, double, string,
/// <see cref="Model.Instant"/> and null.
/// </summary>
/// <param name="Name">The same in both engines.</param>
/// <param name="Columns">In the order of a row.</param>
/// <param name="KeyColumns">By how many of them, the first ones, rows are unique and ordered; text by its bytes.</param>
public sealed record MovedTable(string Name, ImmutableArray<MovedColumn> Columns, int KeyColumns)
{
    public static readonly MovedTable Series =
        new("series", [Number("id"), Number("location_id"), Text("metric"), Number("token_id"), Time("created_at")], 1);

    /// <summary>Those with <c>minute</c> are sums of it.</summary>
    public static readonly MovedTable Activity =
        new("activity", [Number("device_id"), Time("minute"), LargeNumber("reports"), LargeNumber("samples"), LargeNumber("rejected"), LargeNumber("clock_faults"), Time("last_time")], 2);

    /// <summary>A new store has rules already, so that these take their place.</summary>
    public static readonly MovedTable AlertRules = new("alert_rule",
    [
        Number("id"), Text("location"), Text("metric"), SmallNumber("kind"), Real("threshold"), Real("upper"), LargeNumber("within_us"), Real("hysteresis"),
        LargeNumber("for_us"), LargeNumber("keep_firing_for_us"), LargeNumber("repeat_every_us"), Flag("urgent"), Flag("is_default"), Flag("enabled"), Time("created_at"),
    ], 1);

    private static readonly ImmutableArray<MovedTable> Alerts =
    [
        AlertRules,
        new("alert_mute",
        [
            Number("id"), Text("location"), Text("metric"), SmallNumber("sort"), Time("until_time"), Text("reason"), Time("created_at"), Text("author"),
        ], 1),
        new("alert_target",
        [
            Number("id"), Text("name"), SmallNumber("kind"), Text("options"), Text("sealed_secret"), Flag("allows_lan"), Flag("enabled"), Time("created_at"),
            Time("succeeded_at"), Time("failed_at"), Text("failure"),
        ], 1),
        new("alert_episode",
        [
            Text("id"), Number("rule_id"), Number("series_id"), SmallNumber("kind"), Text("condition"), Time("started_at"), Time("fired_at"), Time("ended_at"),
            Real("value"), Real("extreme"), Time("noticed_at"), Time("told_at"), Time("acknowledged_at"), Text("acknowledged_by"),
        ], 1),
        new("alert_link", [Text("hash"), Text("episodes"), Time("expires_at")], 1),
        new("outbox",
        [
            Text("id"), Number("target_id"), SmallNumber("kind"), Text("episodes"), Text("content"), Time("created_at"), Time("due_at"), Number("attempts"),
            Time("settled_at"), Text("failure"),
        ], 1),
        new("server_away", [Time("from_time"), Time("until_time")], 1),
    ];

    /// <summary>
    /// All that moves, each after those that it refers to. Sessions stay: who was signed in signs in again. What says how far rollups are is made anew.
    /// </summary>
    public static readonly ImmutableArray<MovedTable> All =
    [
        new("location", [Number("id"), Text("key"), Text("title"), Time("created_at"), Flag("hidden"), Text("zone")], 1),
        Series,
        new("series_unit", [Number("series_id"), Text("unit")], 1),
        new("device", [Number("id"), Text("name"), Text("username"), Time("created_at"), Time("revoked_at")], 1),
        new("device_name", [Text("name"), Number("device_id")], 1),
        new("placement", [Number("device_id"), Time("from_time"), Time("until_time"), Text("location")], 2),
        new("token",
        [
            Number("id"), Number("device_id"), Text("name"), SmallNumber("kind"), Text("hash"), SmallNumber("scope"), SmallNumber("reach"), Text("prefix"), Time("created_at"), Time("expires_at"),
            Number("dialects"), Text("location_tags"),
        ], 1),
        new("account", [Number("id"), Text("name"), Text("password_hash"), SmallNumber("role"), Time("created_at")], 1),
        new("site", [Number("id"), Flag("public")], 1),
        new("site_unit", [Text("kind"), Text("unit")], 1),
        new("receipt", [Number("device_id"), Text("id"), Time("time")], 2),
        Activity,
        new("rejection", [LargeNumber("id"), Number("device_id"), Time("time"), Text("code"), Text("metric"), Text("detail")], 1),
        .. Alerts,
    ];

    /// <summary>Its numbers are given by the store, so the store has to go on after the highest.</summary>
    public bool GivesNumbers => Columns[0] is { Name: "id", Kind: not ColumnKind.Text } && Name != "site";

    private static MovedColumn Flag(string name) => new(name, ColumnKind.Flag);

    private static MovedColumn SmallNumber(string name) => new(name, ColumnKind.SmallNumber);

    private static MovedColumn Number(string name) => new(name, ColumnKind.Number);

    private static MovedColumn LargeNumber(string name) => new(name, ColumnKind.LargeNumber);

    private static MovedColumn Real(string name) => new(name, ColumnKind.Real);

    private static MovedColumn Text(string name) => new(name, ColumnKind.Text);

    private static MovedColumn Time(string name) => new(name, ColumnKind.Time);
}
