using Barograph.Model;

namespace Barograph.Server.Http.Pages;

/// <summary>Reads the form that one of our pages posts; anything else that is posted there gets an answer and no form.</summary>
public static class PageForm
{
    /// <summary>The form, or null after the request has been answered.</summary>
    public static async Task<IFormCollection?> ReadAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType)
        {
            await Answer.ProblemAsync(context, Errors.EncodingNotSupported, "This page takes the form that it shows, and nothing else.");
            return null;
        }
        try
        {
            return await context.Request.ReadFormAsync(context.RequestAborted);
        }
        catch (InvalidDataException)
        {
            await Answer.ProblemAsync(context, Errors.BodyNotReadable, "The form is damaged or too long.");
            return null;
        }
    }
}
