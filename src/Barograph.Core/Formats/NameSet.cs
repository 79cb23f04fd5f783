namespace Barograph.Formats;

/// <summary>The keys of one JSON object in their order, each once. Made for a handful of names, safe for hundreds.</summary>
internal sealed class NameSet
{
    // Up to here comparing with each is quicker than hashing; a report has a handful of values.
    private const int Few = 16;
    private readonly List<string> _names = [];
    private HashSet<string>? _hashed;

    public IReadOnlyList<string> Names => _names;

    public int Count => _names.Count;

    /// <summary>False if the name was there already.</summary>
    public bool Add(string name)
    {
        if (!(_names.Count < Few ? IsNewAmongFew(name) : IsNewAmongMany(name)))
            return false;
        _names.Add(name);
        return true;
    }

    public void Clear()
    {
        _names.Clear();
        _hashed?.Clear();
    }

    private bool IsNewAmongFew(string name)
    {
        foreach (string other in _names)
            if (string.Equals(other, name, StringComparison.Ordinal))
                return false;
        return true;
    }

    private bool IsNewAmongMany(string name)
    {
        _hashed ??= new HashSet<string>(StringComparer.Ordinal);
        if (_hashed.Count == 0)
            _hashed.UnionWith(_names);
        return _hashed.Add(name);
    }
}
