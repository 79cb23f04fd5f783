using Barograph.Model;

namespace Barograph.Server.Mqtt;

/// <summary>
/// What a connection of a token of one place reads from. Several sources would all end in the same series, indistinguishable for ever, so those after the first are refused.
/// </summary>
public sealed class PlaceSource
{
    private string? _source;

    /// <summary>Takes the reports of another source out, with a rejection.</summary>
    public void Keep(ReportSet sent)
    {
        for (int i = 0; i < sent.Reports.Count; i++)
        {
            if (sent.Reports[i].Source is not { } source)
                continue;
            _source ??= source;
            if (_source == source)
                continue;
            sent.Rejections.Add(new Rejection(sent.Reports[i].Index, null, Errors.LocationForbidden,
                $"This token stands at one place, and its connection brings readings of several: \"{_source}\" and \"{source}\". Give it a token with a prefix or for any location."));
            sent.Reports.RemoveAt(i--);
        }
    }
}
