using System.Runtime.InteropServices;

namespace Barograph.SystemTests.Install;

/// <summary>
/// The product as it is given away, by the manual's command lines. Each is published once a run, into folders of the tests' own, which stay: only what has
/// changed is compiled again (measured: 100 s for native code on two cores, 10 s if nothing changed).
/// </summary>
public sealed class PublishedBuild
{
    private static readonly Lazy<Task<PublishedBuild>> Jit = new(() => PublishAsync("jit", "", []));
    private static readonly Lazy<Task<PublishedBuild>> Aot = new(() => PublishAsync("aot", "-aot", ["-p:PublishAot=true"]));

    // Both would compile the same projects, on the same cores.
    private static readonly SemaphoreSlim Turn = new(1);

    private PublishedBuild(string folder, string printed)
    {
        Folder = folder;
        Printed = printed;
    }

    public string Folder { get; }

    /// <summary>What the compilers said: nothing, unless something is wrong.</summary>
    public string Printed { get; }

    public ProductBinary Binary => new(Path.Combine(Folder, "barograph"));

    public static Task<PublishedBuild> GetAsync(string kind) => kind == "aot" ? Aot.Value : Jit.Value;

    private static async Task<PublishedBuild> PublishAsync(string name, string suffix, string[] options)
    {
        await Turn.WaitAsync();
        try
        {
            string artifacts = Path.Combine(Repository.Root, "artifacts", "published-for-tests", name);
            string machine = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "linux-arm64" : "linux-x64";
            string folder = Path.Combine(artifacts, "publish", machine + suffix);
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
            // No build servers: they would outlive the tests. No analyzers: the build has asked them.
            string printed = await Shell.RunAsync("dotnet", ["publish", Path.Combine(Repository.Root, "src", "Barograph.Server"), .. options,
                "--artifacts-path", artifacts, "-nodeReuse:false", "-p:UseSharedCompilation=false", "-p:RunAnalyzers=false", "-nologo", "-v:quiet"]);
            return new PublishedBuild(folder, printed);
        }
        finally
        {
            Turn.Release();
        }
    }
}
