namespace Barograph.Formats;

/// <summary>
/// Walks over <c>key=value&amp;key=value</c> as it was sent, without decoding and without judging: a pair without <c>=</c> is a key with
/// an empty value, empty pairs are skipped. Decode with <see cref="FormText"/>.
/// </summary>
public ref struct FormPairs(ReadOnlySpan<byte> text)
{
    private ReadOnlySpan<byte> _rest = text;

    /// <summary>The present key as sent.</summary>
    public ReadOnlySpan<byte> Key { get; private set; }

    /// <summary>The present value as sent.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>False at the end.</summary>
    public bool MoveNext()
    {
        while (!_rest.IsEmpty)
        {
            int end = _rest.IndexOf((byte)'&');
            ReadOnlySpan<byte> pair = end < 0 ? _rest : _rest[..end];
            _rest = end < 0 ? [] : _rest[(end + 1)..];
            if (pair.IsEmpty)
                continue;
            int equals = pair.IndexOf((byte)'=');
            Key = equals < 0 ? pair : pair[..equals];
            Value = equals < 0 ? [] : pair[(equals + 1)..];
            return true;
        }
        return false;
    }
}
