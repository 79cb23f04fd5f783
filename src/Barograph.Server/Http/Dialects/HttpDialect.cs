using Barograph.Formats;

namespace Barograph.Server.Http.Dialects;

/// <summary>How a foreign dialect posts over HTTP. What is the same for all of them is <see cref="DialectRoutes"/>.</summary>
/// <param name="Parse">Reads a request.</param>
/// <param name="AnswerAsync">Says what became of it, refusals too, in the words that its clients need. Must not redirect and must send Content-Length.</param>
public sealed record HttpDialect(DialectParser Parse, Func<HttpContext, DialectOutcome, Task> AnswerAsync)
{
    /// <summary>Where it carries a secret besides the Authorization header; null: nowhere.</summary>
    public SecretFinder? FindSecret { get; init; }

    /// <summary>The header that its parser needs, see <see cref="DialectRequest.Hint"/>; null: none.</summary>
    public string? HintHeader { get; init; }

    /// <summary>The secret may stand in the body, which then has to be read before it is known who sends it.</summary>
    public bool SecretMayBeInBody { get; init; }
}
