using Barograph.Tests.Layout;

namespace Barograph.Tests.Alerts;

/// <summary>The cases of spec/alerts.</summary>
public sealed class RuleCaseTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "spec", "alerts");

    public static TheoryData<string> Names { get; } = [.. Directory.GetFiles(Folder, "*.txt").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_rule_does_what_its_case_says(string name) => new RuleCase().Run(File.ReadAllLines(Path.Combine(Folder, name + ".txt")));
}
