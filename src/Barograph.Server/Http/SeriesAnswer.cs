using Barograph.Model;
using Barograph.Query;

namespace Barograph.Server.Http;

/// <summary>How a series is answered: by windows that are read already, or by its single samples, which are read while they are written.</summary>
public sealed record SeriesAnswer(SeriesInfo Series, QueryStep? Step, SteppedWindows? Windows);
