namespace Barograph.SystemTests.Harness;

/// <summary>Builds the bad product once for all tests that must catch it.</summary>
public sealed class AckBeforeCommit : IAsyncDisposable
{
    private static readonly Lazy<Task<AckBeforeCommitBuild>> Build = new(AckBeforeCommitBuild.MakeAsync);

    public static async Task<ProductBinary> GetAsync() => (await Build.Value).Binary;

    public async ValueTask DisposeAsync()
    {
        if (Build.IsValueCreated && Build.Value.IsCompletedSuccessfully)
            (await Build.Value).Dispose();
    }
}
