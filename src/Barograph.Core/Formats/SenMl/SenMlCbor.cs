using Barograph.Model;

namespace Barograph.Formats;

/// <summary>Reads the records of a pack in CBOR (RFC 8428, section 6).</summary>
internal static class SenMlCbor
{
    public static void Read(ReadOnlySpan<byte> body, SenMlResolver resolver)
    {
        var reader = new CborReader(body);
        if (!TryReadPack(ref reader, resolver) || !resolver.HasFailed && !reader.IsAtEnd)
            resolver.Fail(new Rejection(0, null, Errors.BodyNotReadable, "The CBOR breaks, ends too soon, or goes on after its end; nothing of it was taken."));
    }

    /// <summary>False where the bytes break.</summary>
    private static bool TryReadPack(ref CborReader reader, SenMlResolver resolver)
    {
        if (!reader.TryReadArray(out long records))
            return false;
        var record = new SenMlRecord();
        bool isBroken;
        while (reader.HasNext(ref records, out isBroken))
        {
            if (!TryFill(record, ref reader))
                return false;
            if (!resolver.Take(record))
                return true;
        }
        return !isBroken;
    }

    private static bool TryFill(SenMlRecord record, ref CborReader reader)
    {
        record.Clear();
        record.IsNoMap = !reader.IsAtMap;
        if (record.IsNoMap)
            return reader.TryReadValue(SenMlResolver.MaxText, out _);
        if (!reader.TryReadMap(out long pairs))
            return false;
        bool isBroken;
        while (reader.HasNext(ref pairs, out isBroken))
        {
            if (!reader.TryReadKey(SenMlResolver.MaxText, out long number, out string? name) || !reader.TryReadValue(SenMlResolver.MaxText, out SenMlValue value))
                return false;
            if (name is null)
                record.Set(number, value);
            else
                record.SetUnknown(name);
        }
        return !isBroken;
    }
}
