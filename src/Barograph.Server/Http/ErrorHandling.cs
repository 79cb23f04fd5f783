using Barograph.Model;
using Barograph.Server.Changes;
using Barograph.Storage;
using Microsoft.AspNetCore.Connections;

namespace Barograph.Server.Http;

/// <summary>
/// The outermost middleware: gives every answer its safety headers, and turns what was thrown into an answer: bad requests into 4xx, the store's absence into 503.
/// A 500 is a defect of ours and is logged as one.
/// </summary>
public sealed class ErrorHandling(ILogger<ErrorHandling> log)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        SafetyHeaders.Set(context.Response.Headers);
        try
        {
            await next(context);
            if (context.Response is { HasStarted: false, StatusCode: StatusCodes.Status405MethodNotAllowed, ContentLength: null })
                await Answer.ProblemAsync(context, Errors.MethodNotAllowed, $"Use {context.Response.Headers.Allow} here.");
        }
        catch (Exception gone) when (IsConnectionLost(gone, context))
        {
            // There is nobody to answer; and nothing that was begun may look like a 200 to whoever is still reading.
            context.Abort();
        }
        catch (Exception thrown) when (!context.Response.HasStarted)
        {
            await AnswerAsync(context, thrown);
        }
    }

    // The client went away, or its request did not end within the drain of a stop. RequestAborted is cancelled a moment after the reader has thrown.
    private static bool IsConnectionLost(Exception thrown, HttpContext context) =>
        thrown is OperationCanceledException or IOException
        && (context.RequestAborted.IsCancellationRequested || thrown is ConnectionAbortedException or ConnectionResetException
            || thrown.InnerException is ConnectionAbortedException or ConnectionResetException);

    private Task AnswerAsync(HttpContext context, Exception thrown)
    {
        switch (thrown)
        {
            case StorageUnavailableException:
                return Answer.ProblemAsync(context, Errors.StorageUnavailable, "Try again in a moment.");
            case RefusedException refused:
                return Answer.ProblemAsync(context, refused.Error, refused.Field is { } field ? $"{field}: {refused.Message}" : refused.Message);
            case NameTakenException taken:
                return Answer.ProblemAsync(context, Errors.NameTaken, $"The name \"{taken.Name}\" is taken; a revoked device keeps its name. Choose another.");
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return Answer.ProblemAsync(context, Errors.BodyTooLarge, "A request may be at most 1 MiB; send less at a time.");
            case BadHttpRequestException bad:
                return Answer.ProblemAsync(context, Errors.BodyNotReadable with { Status = bad.StatusCode }, "The request could not be read to its end.");
            default:
                // The route and not the path: of a foreign dialect it may hold a token.
                log.LogError(thrown, "A request to {Route} failed. This is a defect of Barograph.", (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText);
                return Answer.ProblemAsync(context, Errors.Internal, "This is a defect of the server; its log tells more.");
        }
    }
}
