namespace Barograph.SystemTests.Harness;

/// <summary>
/// The product built with the compile-time constant ACK_BEFORE_COMMIT: it answers before its commit, and the tests that prove durability must catch it.
/// </summary>
public sealed class AckBeforeCommitBuild : IDisposable
{
    private readonly ScratchFolder _folder = new();

    private AckBeforeCommitBuild()
    {
    }

    public ProductBinary Binary => new(Path.Combine(_folder.Path, "bin", "Barograph.Server", "debug", "barograph"));

    public static async Task<AckBeforeCommitBuild> MakeAsync()
    {
        var build = new AckBeforeCommitBuild();
        try
        {
            // No build servers: they would outlive the tests. No analyzers: the build has asked them.
            await Shell.RunAsync("dotnet", "build", Path.Combine(Repository.Root, "src", "Barograph.Server"), "-p:DefineConstants=ACK_BEFORE_COMMIT",
                "--artifacts-path", build._folder.Path, "-nodeReuse:false", "-p:UseSharedCompilation=false", "-p:RunAnalyzers=false", "-nologo", "-v:quiet");
            return build;
        }
        catch
        {
            build.Dispose();
            throw;
        }
    }

    public void Dispose() => _folder.Dispose();
}
