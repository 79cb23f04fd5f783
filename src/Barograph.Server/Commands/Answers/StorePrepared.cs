using System.Text.Json.Serialization;

namespace Barograph.Server.Commands;

/// <summary>
/// Of <c>postgres setup</c>. <paramref name="Store"/> is the value for <c>--store</c>; <paramref name="IngestStore"/> that of <c>serve --part ingest</c>,
/// left out if no ingest login was wanted.
/// </summary>
public sealed record StorePrepared(
    string Store,
    [property: JsonPropertyName("ingestStore"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? IngestStore,
    bool Changed, IReadOnlyList<StepShown> Steps);
