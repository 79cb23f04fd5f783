using System.Collections.Immutable;
using System.Text.Json;

namespace Barograph.Formats;

/// <summary>
/// The part of Home Assistant's templates that nearly all sensors get by with: <c>{{ value }}</c>, <c>{{ value_json.a.b }}</c>, <c>{{ value_json['a'][0] }}</c>, with the filters <c>float</c>, <c>int</c>,
/// <c>round(n)</c> and <c>is_defined</c>, which change nothing here: the value is kept as it was sent.
/// </summary>
/// <param name="Path">The members to go through; empty for the payload itself.</param>
public sealed record ValueTemplate(ImmutableArray<string> Path)
{
    private const int MaxDepth = 8;

    public static readonly ValueTemplate Whole = new([]);

    /// <summary>Null if it is anything else: it is never guessed.</summary>
    public static ValueTemplate? TryParse(string text)
    {
        ReadOnlySpan<char> rest = text.AsSpan().Trim();
        if (!rest.StartsWith("{{") || !rest.EndsWith("}}") || rest.Length < 4)
            return null;
        rest = rest[2..^2].Trim();
        int bar = rest.IndexOf('|');
        if (bar >= 0 && !AreHarmless(rest[(bar + 1)..].ToString()))
            return null;
        ReadOnlySpan<char> expression = (bar < 0 ? rest : rest[..bar]).Trim();
        if (expression is "value")
            return Whole;
        return expression.StartsWith("value_json") ? ParsePath(expression["value_json".Length..]) : null;
    }

    /// <summary>The element that it names; false if the payload has none.</summary>
    public bool TryFind(JsonElement root, out JsonElement found)
    {
        found = root;
        foreach (string name in Path)
        {
            bool isPlace = found.ValueKind == JsonValueKind.Array && int.TryParse(name, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int place)
                && place < found.GetArrayLength();
            if (isPlace)
                found = found[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)];
            else if (!JsonTree.TryMember(found, name, out found))
                return false;
        }
        return true;
    }

    private static bool AreHarmless(string filters)
    {
        foreach (string filter in filters.Split('|', StringSplitOptions.TrimEntries))
            if (filter is not ("float" or "int" or "is_defined" or "float(0)" or "int(0)" or "round")
                && !(filter.StartsWith("round(", StringComparison.Ordinal) && filter.EndsWith(')') && filter.AsSpan(6, filter.Length - 7).Trim().ContainsAnyExceptInRange('0', '9') == false))
                return false;
        return true;
    }

    private static ValueTemplate? ParsePath(ReadOnlySpan<char> rest)
    {
        ImmutableArray<string>.Builder path = ImmutableArray.CreateBuilder<string>();
        while (!rest.IsEmpty && path.Count < MaxDepth)
        {
            int end;
            if (rest[0] == '.')
            {
                end = rest[1..].IndexOfAny('.', '[') is >= 0 and var at ? at + 1 : rest.Length;
                if (!IsName(rest[1..end]))
                    return null;
                path.Add(rest[1..end].ToString());
            }
            else if (rest[0] == '[' && rest.IndexOf(']') is > 1 and var close)
            {
                ReadOnlySpan<char> key = rest[1..close].Trim();
                bool isQuoted = key.Length > 2 && key[0] is '\'' or '"' && key[^1] == key[0];
                if (!isQuoted && key.ContainsAnyExceptInRange('0', '9'))
                    return null;
                path.Add((isQuoted ? key[1..^1] : key).ToString());
                end = close + 1;
            }
            else
                return null;
            rest = rest[end..];
        }
        return path.Count > 0 && rest.IsEmpty ? new ValueTemplate(path.ToImmutable()) : null;
    }

    private static bool IsName(ReadOnlySpan<char> name)
    {
        foreach (char c in name)
            if (!char.IsAsciiLetterOrDigit(c) && c != '_')
                return false;
        return name.Length > 0;
    }
}
