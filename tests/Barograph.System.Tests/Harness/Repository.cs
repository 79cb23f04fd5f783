namespace Barograph.SystemTests.Harness;

/// <summary>The checkout that the tests were built in.</summary>
public static class Repository
{
    public static readonly string Root = Find();

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Barograph.slnx")))
                return folder.FullName;
        throw new DirectoryNotFoundException("Barograph.slnx was not found above " + AppContext.BaseDirectory);
    }
}
