using System.Xml.Linq;

namespace Barograph.Tests.Layout;

/// <summary>The arrows between the projects, and Core's freedom from packages.</summary>
public sealed class ProjectTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Barograph.Core"] = [],
        ["Barograph.Storage.Sqlite"] = ["Barograph.Core"],
        ["Barograph.Storage.Postgres"] = ["Barograph.Core"],
        ["Barograph.Server"] = ["Barograph.Core", "Barograph.Storage.Postgres", "Barograph.Storage.Sqlite"],
    };

    [Fact]
    public void No_project_refers_to_another_that_it_may_not() => Violations.None(ForbiddenReferences(Repository.Projects()));

    [Fact]
    public void Core_has_no_package() => Violations.None(Packages(Repository.Projects()["Barograph.Core"]));

    [Theory]
    [InlineData("Barograph.Core", "../Barograph.Storage.Sqlite/Barograph.Storage.Sqlite.csproj")]
    [InlineData("Barograph.Storage.Sqlite", "..\\Barograph.Storage.Postgres\\Barograph.Storage.Postgres.csproj")]
    [InlineData("Barograph.Storage.Postgres", "../Barograph.Server/Barograph.Server.csproj")]
    [InlineData("Barograph.New", "../Barograph.Core/Barograph.Core.csproj")]
    public void A_forbidden_reference_is_found(string project, string reference)
    {
        string text = $"""<Project><ItemGroup><ProjectReference Include="{reference}" /></ItemGroup></Project>""";

        Assert.Single(ForbiddenReferences(new Dictionary<string, string> { [project] = text }));
    }

    [Theory]
    [InlineData("""<PackageReference Include="Npgsql" />""")]
    [InlineData("""<FrameworkReference Include="Microsoft.AspNetCore.App" />""")]
    [InlineData("""<Reference Include="Some.dll" />""")]
    public void A_package_is_found(string reference) =>
        Assert.Single(Packages($"<Project><ItemGroup>{reference}</ItemGroup></Project>"));

    private static List<string> ForbiddenReferences(IReadOnlyDictionary<string, string> projects) =>
        [.. from project in projects
            from reference in XDocument.Parse(project.Value).Descendants("ProjectReference")
            let target = Path.GetFileNameWithoutExtension(((string)reference.Attribute("Include")!).Replace('\\', '/'))
            where !Allowed.GetValueOrDefault(project.Key, []).Contains(target)
            select $"{project.Key} may not refer to {target}"];

    private static List<string> Packages(string project) =>
        [.. XDocument.Parse(project).Descendants()
            .Where(e => e.Name.LocalName is "PackageReference" or "FrameworkReference" or "Reference")
            .Select(e => (string)e.Attribute("Include")!)];
}
