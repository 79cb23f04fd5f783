using Barograph.Model;

namespace Barograph.Storage;

/// <summary>What others have committed.</summary>
/// <param name="Samples">These samples, or null.</param>
/// <param name="Series">Samples of these series, nobody says which; or null.</param>
public readonly record struct SampleNews(IReadOnlyList<Sample>? Samples, IReadOnlyCollection<SeriesId>? Series)
{
    /// <summary>Neither: anything may have been committed.</summary>
    public static readonly SampleNews Anything;
}
