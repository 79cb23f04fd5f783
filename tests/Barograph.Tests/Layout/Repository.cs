namespace Barograph.Tests.Layout;

/// <summary>The repository that these tests were built from.</summary>
public static class Repository
{
    public static readonly string Root = FindRoot();

    /// <summary>All C# files below a folder, without what is built.</summary>
    public static IReadOnlyList<SourceFile> Sources(params string[] folders) =>
        [.. folders
            .Select(folder => Path.Combine(Root, folder))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj" or "artifacts"))
            .Order(StringComparer.Ordinal)
            .Select(path => new SourceFile(path, File.ReadAllText(Path.Combine(Root, path))))];

    /// <summary>The project files below src, by their names.</summary>
    public static IReadOnlyDictionary<string, string> Projects() =>
        Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetFileNameWithoutExtension(path), File.ReadAllText);

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Barograph.slnx")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("These tests read the source code: run them from a folder inside the repository.");
    }
}
