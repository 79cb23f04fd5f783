using Barograph.Ingest;
using Barograph.Model;

namespace Barograph.Server.Http.Dialects;

/// <summary>What became of a dialect's request, for the dialect to say in its own words.</summary>
/// <param name="Error">Why nothing was taken: who asks, the request as a whole, the first of its reports, or our own trouble (503); null if something was, or there was nothing to take.</param>
/// <param name="Detail">A sentence about it, without any secret; null without an error.</param>
/// <param name="Verdict">What ingest says; null if the request did not come that far.</param>
public readonly record struct DialectOutcome(ErrorKind? Error, string? Detail, IngestVerdict? Verdict)
{
    public static DialectOutcome Refused(ErrorKind error) => new(error, error.Title, null);

    public static DialectOutcome Refused(Rejection rejection) => new(rejection.Error, rejection.Detail, null);

    public static DialectOutcome Of(IngestVerdict verdict)
    {
        if (verdict.Failure is { } trouble)
            return new DialectOutcome(trouble, trouble.Title, verdict);
        bool isRefused = !verdict.TookAny && verdict.Rejections.Count > 0;
        return isRefused ? new DialectOutcome(verdict.Rejections[0].Error, verdict.Rejections[0].Detail, verdict) : new DialectOutcome(null, null, verdict);
    }
}
