using System.Text.Json;
using System.Text.RegularExpressions;
using Barograph.Model;
using Barograph.Tests.Layout;

namespace Barograph.Tests.Model;

/// <summary>spec/units.json is what the pages convert by.</summary>
public sealed class UnitsFileTests
{
    [Fact]
    public void The_file_holds_the_known_units_and_no_other()
    {
        using JsonDocument file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "spec", "units.json")));

        Assert.Equal(
            Units.All.Select(unit => (unit.Code, Snake(unit.Kind.ToString()), unit.Multiplier, unit.Divisor, unit.Shift)),
            file.RootElement.EnumerateArray().Select(unit => (
                unit.GetProperty("code").GetString()!, unit.GetProperty("kind").GetString()!,
                unit.GetProperty("multiplier").GetDecimal(), unit.GetProperty("divisor").GetDecimal(), unit.GetProperty("shift").GetDecimal())));
    }

    private static string Snake(string name) => Regex.Replace(name, "(?<!^)([A-Z])", "_$1").ToLowerInvariant();
}
