using System.Globalization;
using System.Text.Json;

namespace Barograph.SystemTests.Live;

/// <summary>One event of the stream.</summary>
public sealed record LiveEvent(string? Id, string Name, JsonElement Data)
{
    /// <summary>Its samples as "metric=value"; none if it is another event.</summary>
    public IEnumerable<string> Values => Name != "samples"
        ? []
        : Data.EnumerateArray().Select(sample => string.Create(CultureInfo.InvariantCulture, $"{sample.GetProperty("metric").GetString()}={sample.GetProperty("value").GetDouble()}"));
}
