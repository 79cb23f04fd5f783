using System.Text;
using Barograph.Model;

namespace Barograph.Formats;

/// <summary>
/// The dialect of the seed's server (/SQL_API/): five arguments from a query, a form or a JSON object, read as Flask-RESTful 0.3.9
/// read them, and its answers byte for byte. JSON hides the query, the query hides the form, and of a repeated argument the first counts.
/// </summary>
/// <remarks>
/// Kept: which value wins, the order of errors, their Python wording. Left: underscores in numbers are refused, nan and infinity are
/// missing values instead of rows that break every later read, and a missing number is simply not stored (there it was a 500).
/// </remarks>
public sealed class SeedRequest
{
    /// <summary>The body of a good POST, with status 200. No mistake: the seed's view returned the number 201 as its data.</summary>
    public const string PostAnswer = "201\n";

    /// <summary>The body of a GET, with status 201.</summary>
    public const string GetAnswer = "{\"message\": \"Feel free to interact, if you know how\"}\n";

    // Long enough to recognise one's own input, short enough that the answer stays under 1 kB when each character is escaped.
    private const int MaxQuotedCharacters = 64;

    private SeedRequest(Report report, Rejection? error)
    {
        Report = error is null ? report : null;
        Error = error;
    }

    /// <summary>What is to be stored, with at least one value; null if there is an <see cref="Error"/>.</summary>
    public Report? Report { get; }

    /// <summary>The first error, as only one was ever answered; its metric is the argument at fault. Its status is 400.</summary>
    public Rejection? Error { get; }

    /// <summary>The body for <see cref="Error"/>: <c>{"message": {"temperature": "…"}}</c>, under 1 kB. Empty if there is none.</summary>
    public string ErrorAnswer => Error is null ? "" : Answer(Error.Metric, Error.Detail);

    /// <summary>The body for any other error: <c>{"message": "…"}</c>.</summary>
    public static string MessageAnswer(string message) => Answer(null, message);

    /// <summary>Reads one request; never throws for what stands in it.</summary>
    /// <param name="query">The query string as sent, with or without its question mark.</param>
    /// <param name="body">The body as sent. JSON if its first character is a brace, whatever the Content-Type says; else a form.</param>
    public static SeedRequest Parse(ReadOnlySpan<byte> query, ReadOnlySpan<byte> body)
    {
        if (query is [(byte)'?', ..])
            query = query[1..];
        if (body.StartsWith(JsonText.ByteOrderMark))
            body = body[JsonText.ByteOrderMark.Length..];

        var report = new Report();
        Span<SeedArgument> arguments = stackalloc SeedArgument[SeedArguments.Count];
        bool isJson = body.TrimStart(" \t\r\n"u8) is [(byte)'{', ..];
        Rejection? error = isJson ? SeedArguments.ReadJson(body, arguments) : null;
        if (error is null)
        {
            SeedArguments.ReadPairs(query, SeedArgumentForm.Query, arguments);
            if (!isJson)
                SeedArguments.ReadPairs(body, SeedArgumentForm.Form, arguments);
            error = Resolve(query, body, arguments, report);
        }
        return new SeedRequest(report, error);
    }

    private static Rejection? Resolve(
        ReadOnlySpan<byte> query, ReadOnlySpan<byte> body, ReadOnlySpan<SeedArgument> arguments, Report report)
    {
        Rejection? error = ReadLocation(arguments[0], arguments[0].SentIn(query, body), report);
        for (int i = 1; i < arguments.Length && error is null; i++)
            error = ReadNumber(SeedArguments.NameOf(i), arguments[i], arguments[i].SentIn(query, body), report);
        if (error is null && report.Values.Count == 0)
            error = new Rejection(0, null, Errors.NoValues,
                "The report holds no value; send temperature, pressure, humidity or wetness as a number.");
        return error;
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
            return new Rejection(0, SeedArguments.NameOf(0), Errors.LocationInvalid, "The location must be valid text.");
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

    private static string Answer(string? argument, string message)
    {
        var json = new StringBuilder("{\"message\": ");
        if (argument is not null)
            PythonText.AppendJson(json.Append('{'), argument).Append(": ");
        return PythonText.AppendJson(json, message).Append(argument is null ? "}\n" : "}}\n").ToString();
    }
}
