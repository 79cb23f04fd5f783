namespace Barograph.Storage.Tests;

/// <summary>Every version that could be met has a fixture, and what it was made of has not changed since.</summary>
public sealed class FixtureTests
{
    [Theory]
    [InlineData(Scripts.Sqlite)]
    [InlineData(Scripts.Postgres)]
    public void Every_version_before_the_latest_has_a_fixture(string engine)
    {
        string[] scripts = Scripts.Of(engine);
        Assert.True(scripts.Length > 2);
        foreach (string script in scripts[..^1])
        {
            Assert.True(
                File.Exists(Scripts.FixtureOf(engine, script)),
                $"{engine} has no fixture of the version that ends with {script}; Fixtures/README.md says how to make one.");
            Assert.True(Scripts.Recorded().ContainsKey((engine, script)), $"{engine}/{script} is missing in Fixtures/scripts.sha256.");
        }
    }

    [Fact]
    public void A_script_that_stores_were_made_with_is_never_edited()
    {
        foreach (((string engine, string script), string hash) in Scripts.Recorded())
            Assert.True(
                hash == Scripts.HashOf(engine, script),
                $"{engine}/Migrations/{script} was edited. Stores made before would differ from stores made now: undo it, and add a new script.");
    }
}
