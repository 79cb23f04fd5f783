using System.Text;
using Barograph.Model;

namespace Barograph.Server.Http;

/// <summary>
/// Reads the query of a request strictly: a name that the endpoint does not know, one that is given twice, or a value that does not fit is an error, because a
/// silently ignored "form=" would show somebody the wrong range.
/// </summary>
public sealed class QueryParameters
{
    private readonly IQueryCollection _query;

    public QueryParameters(HttpRequest request, params ReadOnlySpan<string> known)
    {
        _query = request.Query;
        foreach (string name in _query.Keys)
        {
            if (!known.Contains(name))
                Problem ??= $"There is no parameter \"{Cut(name)}\" here; there {(known.IsEmpty ? "is none" : "are " + string.Join(", ", known))}.";
            else if (_query[name].Count > 1)
                Problem ??= $"The parameter {name} is given twice.";
            else if (_query[name].ToString().Contains('\0', StringComparison.Ordinal))
                // PostgreSQL cannot even be asked for such a text.
                Problem ??= $"The parameter {name} contains a NUL character.";
        }
    }

    /// <summary>A sentence about the first thing that is wrong, or null.</summary>
    public string? Problem { get; private set; }

    public string? Optional(string name) => _query.TryGetValue(name, out var value) ? value.ToString() : null;

    public string Required(string name)
    {
        string? value = Optional(name);
        if (string.IsNullOrEmpty(value))
            Problem ??= $"The parameter {name} is missing.";
        return value ?? "";
    }

    /// <summary>A time: RFC 3339 with an offset, or Unix seconds.</summary>
    public Instant Time(string name, Instant otherwise)
    {
        string? value = Optional(name);
        if (value is null)
            return otherwise;
        // A raw + in a query means a space: an offset of "+01:00" that was not encoded arrives as " 01:00".
        if (Instant.TryParse(value, out Instant time) || Instant.TryParse(value.Replace(' ', '+'), out time)
            || Instant.TryFromUnixSeconds(Encoding.UTF8.GetBytes(value), out time))
            return time;
        Problem ??= $"The parameter {name} is not a time; write 2026-11-22T21:45:13Z or Unix seconds.";
        return otherwise;
    }

    private static string Cut(string name) => name.Length <= 40 ? name : name[..40];
}
