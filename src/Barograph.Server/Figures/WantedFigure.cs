namespace Barograph.Server.Figures;

/// <summary>An instrument that is shown, and by which of its tags: by the others it is summed up.</summary>
/// <param name="Meter">The name of its meter.</param>
/// <param name="Instrument">Its own name; null stands for all of that meter.</param>
/// <param name="Tags">At most three.</param>
public sealed record WantedFigure(string Meter, string? Instrument, params string[] Tags);
