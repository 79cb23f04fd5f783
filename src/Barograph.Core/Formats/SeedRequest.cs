using Barograph.Model;

namespace Barograph.Formats;

/// <summary>
/// The dialect of the seed's server (POST /SQL_API/): five arguments from a query, a form or a JSON object, read as Flask-RESTful 0.3.9
/// read them. JSON hides the query, the query hides the form, and of a repeated argument the first counts.
/// </summary>
/// <remarks>
/// Kept: which value wins, the order of errors, their Python wording. Left: underscores in numbers are refused, nan and infinity are
/// missing values instead of rows that break every later read, and a missing number is simply not stored (there it was a 500).
/// </remarks>
public static class SeedRequest
{
    // Long enough to recognise one's own input, short enough that the answer stays under 1 kB when each character is escaped.
    private const int MaxQuotedCharacters = 64;

    /// <summary>
    /// Reads one request; never throws for what stands in it. The answer holds either one report with at least one value, or
    /// <see cref="ReportSet.Failure"/> with the one error to answer (see <see cref="SeedAnswers.Error"/>).
    /// </summary>
    /// <param name="query">The query string as sent, with or without its question mark.</param>
    /// <param name="body">The body as sent. JSON if its first character is a brace, whatever the Content-Type says; else a form.</param>
    public static ReportSet Parse(ReadOnlySpan<byte> query, ReadOnlySpan<byte> body)
    {
        if (query is [(byte)'?', ..])
            query = query[1..];
        if (body.StartsWith(JsonText.ByteOrderMark))
            body = body[JsonText.ByteOrderMark.Length..];

        Span<SeedArgument> arguments = stackalloc SeedArgument[SeedArguments.Count];
        bool isJson = body.TrimStart(" \t\r\n"u8) is [(byte)'{', ..];
        var failure = isJson ? SeedArguments.ReadJson(body, arguments) : null;
        if (failure is not null)
            return new ReportSet { Failure = failure };
        SeedArguments.ReadPairs(query, SeedArgumentForm.Query, arguments);
        if (!isJson)
            SeedArguments.ReadPairs(body, SeedArgumentForm.Form, arguments);
        return Resolve(query, body, arguments);
    }

    private static ReportSet Resolve(ReadOnlySpan<byte> query, ReadOnlySpan<byte> body, ReadOnlySpan<SeedArgument> arguments)
    {
        var set = new ReportSet();
        var report = new Report();
        set.Failure = ReadLocation(arguments[0], arguments[0].SentIn(query, body), report);
        for (int i = 1; i < arguments.Length && set.Failure is null; i++)
            set.Failure = ReadNumber(SeedArguments.NameOf(i), arguments[i], arguments[i].SentIn(query, body), report);
        if (set.Failure is null && report.Values.Count == 0)
            set.Failure = new Rejection(0, null, Errors.NoValues,
                "The report holds no value; send temperature, pressure, humidity or wetness as a number.");
        if (set.Failure is null)
            set.Reports.Add(report);
        return set;
    }

    private static Rejection? ReadLocation(SeedArgument argument, ReadOnlySpan<byte> sent, Report report)
    {
        string? text = null;
        bool isText = true;
        switch (argument.Form)
        {
            case SeedArgumentForm.Absent or SeedArgumentForm.JsonNull:
                break;
            case SeedArgumentForm.JsonObject or SeedArgumentForm.JsonArray:
                isText = false;
                break;
            case SeedArgumentForm.JsonTrue or SeedArgumentForm.JsonFalse:
                // As Python spells them.
                text = argument.Form == SeedArgumentForm.JsonTrue ? "True" : "False";
                break;
            default:
                isText = argument.TryReadText(sent, out text);
                break;
        }
        if (!isText)
            return new Rejection(0, null, Errors.LocationInvalid, "The location must be valid text.");
        // An empty location says as little as none: the device's own place is meant.
        report.Location = string.IsNullOrWhiteSpace(text) ? null : text;
        return null;
    }

    private static Rejection? ReadNumber(string name, SeedArgument argument, ReadOnlySpan<byte> sent, Report report)
    {
        switch (argument.Form)
        {
            case SeedArgumentForm.Absent or SeedArgumentForm.JsonNull:
                return null;
            case SeedArgumentForm.JsonTrue or SeedArgumentForm.JsonFalse:
                report.Values.Add(new ReportValue(name, argument.Form == SeedArgumentForm.JsonTrue ? 1 : 0));
                return null;
            case SeedArgumentForm.JsonObject or SeedArgumentForm.JsonArray:
                string type = argument.Form == SeedArgumentForm.JsonObject ? "dict" : "list";
                return new Rejection(0, name, Errors.ValueNotANumber, $"float() argument must be a string or a number, not '{type}'");
        }
        // Fast path: the bytes are the number. Slow path: some of them are escaped, or it is none.
        if (NumberText.Parse(sent, out double value) != NumberKind.Number)
        {
            argument.TryReadText(sent, out string text);
            NumberKind kind = NumberText.Parse(text, out value);
            if (kind == NumberKind.NotFinite || NumberText.SpellsNaN(text))
                return null;
            if (kind != NumberKind.Number)
                return new Rejection(0, name, Errors.ValueNotANumber, $"could not convert string to float: {PythonText.Repr(Cut(text))}");
        }
        report.Values.Add(new ReportValue(name, value));
        return null;
    }

    private static string Cut(string text)
    {
        if (text.Length <= MaxQuotedCharacters)
            return text;
        int end = char.IsHighSurrogate(text[MaxQuotedCharacters - 1]) ? MaxQuotedCharacters - 1 : MaxQuotedCharacters;
        return string.Concat(text.AsSpan(0, end), "...");
    }
}
