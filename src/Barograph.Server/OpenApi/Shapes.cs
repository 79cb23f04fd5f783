using Barograph.Model;

namespace Barograph.Server.OpenApi;

/// <summary>Shapes that several endpoints share. What only one writes stands beside it.</summary>
public static class Shapes
{
    public static readonly Shape Location = Shape.Text(length: (1, 128));
    public static readonly Shape Metric = Shape.Text(pattern: "^[a-z][a-z0-9_]{0,63}$");
    public static readonly Shape Unit = Shape.Text(length: (1, 32));
    public static readonly Shape Time = Shape.Text(format: "date-time");

    public static readonly Shape ErrorCode = Shape.OneWord(Errors.All.Select(error => error.Code))
        .Named("ErrorCode", "A stable name of an error; spec/error-codes.md lists them all. Codes are never renamed, and new ones may come.");

    public static readonly Shape Problem = Shape.With(ProblemFields()).Named("Problem", "What went wrong, as RFC 9457 has it. Look at the code; title and detail are for people.");

    /// <summary>The members of every problem, then <paramref name="more"/>.</summary>
    public static Field[] ProblemFields(params Field[] more) =>
    [
        new("type", Shape.Text(format: "uri"), "urn:barograph:error: and the code."),
        new("title", Shape.Text()),
        new("status", Shape.WholeNumber, "The same as the answer's."),
        new("code", ErrorCode),
        new("detail", Shape.Text(), "What is wrong in this case, and what to change."),
        .. more,
    ];
}
