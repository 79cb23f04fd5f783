using Barograph.Model;

namespace Barograph.Formats;

/// <summary>
/// SenML (RFC 8428), packs and streams, JSON and CBOR. Which of the two it is, the first byte says: a JSON array begins with a bracket (or space before it), which
/// begins no array in CBOR. docs/dialects/senml.md says what becomes of names, units and sums.
/// </summary>
public static class SenMlPack
{
    public static ReportSet Parse(DialectRequest request)
    {
        var set = new ReportSet();
        var resolver = new SenMlResolver(set);
        if (CborReader.BeginsArray(request.Body))
            SenMlCbor.Read(request.Body, resolver);
        else
            SenMlJson.Read(request.Body, resolver);
        return set;
    }
}
