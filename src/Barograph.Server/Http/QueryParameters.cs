using System.Text;
using Barograph.Model;
using Barograph.Server.Changes;

namespace Barograph.Server.Http;

/// <summary>
/// Reads the query of a request strictly: a name that the endpoint does not know, one that is given twice, or a value that does not fit is an error, because a
/// silently ignored "form=" would show somebody the wrong range.
/// </summary>
public sealed class QueryParameters
{
    private readonly IQueryCollection _query;

    public QueryParameters(HttpRequest request, params ReadOnlySpan<string> known)
        : this(request, known, [])
    {
    }

    /// <param name="request">Whose query.</param>
    /// <param name="known">Names that may be given once.</param>
    /// <param name="repeatable">Names that may be given again and again.</param>
    public QueryParameters(HttpRequest request, ReadOnlySpan<string> known, ReadOnlySpan<string> repeatable)
    {
        _query = request.Query;
        foreach (string name in _query.Keys)
        {
            if (!known.Contains(name) && !repeatable.Contains(name))
                Complain($"There is no parameter \"{Cut(name)}\" here; there {(known.IsEmpty ? "is none" : "are " + string.Join(", ", [.. repeatable, .. known]))}.");
            else if (_query[name].Count > 1 && !repeatable.Contains(name))
                Complain($"The parameter {name} is given twice.");
            else if (_query[name].ToString().Contains('\0', StringComparison.Ordinal))
                // PostgreSQL cannot even be asked for such a text.
                Complain($"The parameter {name} contains a NUL character.");
        }
    }

    /// <summary>For an endpoint that knows no parameter at all.</summary>
    /// <exception cref="RefusedException">There is one.</exception>
    public static void DemandNone(HttpRequest request)
    {
        if (new QueryParameters(request).Problem is { } problem)
            throw new RefusedException(Errors.ParameterInvalid, problem);
    }

    /// <summary>A sentence about the first thing that is wrong, or null.</summary>
    public string? Problem { get; private set; }

    /// <summary>Says what is wrong; what was said first stays.</summary>
    public void Complain(string problem) => Problem ??= problem;

    /// <summary>All values of a name that may be repeated.</summary>
    public string[] All(string name) => _query.TryGetValue(name, out var values) ? [.. values.Select(value => value ?? "")] : [];

    public string? Optional(string name) => _query.TryGetValue(name, out var value) ? value.ToString() : null;

    public string Required(string name)
    {
        string? value = Optional(name);
        if (string.IsNullOrEmpty(value))
            Complain($"The parameter {name} is missing.");
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
        Complain($"The parameter {name} is not a time; write 2026-11-22T21:45:13Z or Unix seconds.");
        return otherwise;
    }

    private static string Cut(string name) => name.Length <= 40 ? name : name[..40];
}
