using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Barograph.Model;

namespace Barograph.Server.Http;

/// <summary>
/// Writes answers whole, with Content-Length and never chunked: old MicroPython cannot read chunks (PROTOCOLS: rule 1 of all ingest endpoints).
/// </summary>
public static class Answer
{
    // Non-ASCII letters as they are: our JSON is never put into HTML, and "küche" shall stay readable and short.
    public static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Task TextAsync(HttpContext context, int status, string text, string contentType = "text/plain; charset=utf-8") =>
        BytesAsync(context, status, Encoding.UTF8.GetBytes(text), contentType);

    public static Task JsonAsync(HttpContext context, int status, Action<Utf8JsonWriter> write, string contentType = "application/json")
    {
        ArrayBufferWriter<byte> buffer = new(512);
        using (Utf8JsonWriter json = new(buffer, Json))
            write(json);
        return BytesAsync(context, status, buffer.WrittenMemory, contentType);
    }

    /// <summary>A JSON array of objects, whose members <paramref name="write"/> writes.</summary>
    public static Task ListAsync<T>(HttpContext context, IEnumerable<T> all, Action<Utf8JsonWriter, T> write) =>
        JsonAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartArray();
            foreach (T one in all)
            {
                json.WriteStartObject();
                write(json, one);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        });

    /// <summary>A JSON object, whose members <paramref name="write"/> writes.</summary>
    public static Task ObjectAsync(HttpContext context, int status, Action<Utf8JsonWriter> write) =>
        JsonAsync(context, status, json =>
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        });

    /// <summary>It is done, and there is nothing to say about it.</summary>
    public static void Done(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        context.Response.Headers.CacheControl = "no-store";
    }

    /// <summary>An RFC 9457 problem with the stable code of the catalogue. A 503 says when to come again.</summary>
    /// <param name="context">The request.</param>
    /// <param name="error">Gives status, code and title.</param>
    /// <param name="detail">What is wrong in this case and what to change; holds no secret.</param>
    /// <param name="more">Writes further members, or null.</param>
    public static Task ProblemAsync(HttpContext context, ErrorKind error, string detail, Action<Utf8JsonWriter>? more = null)
    {
        if (error.Status is 503 or 429)
            SayRetryAfter(context);
        return JsonAsync(context, error.Status, json =>
        {
            json.WriteStartObject();
            json.WriteString("type", $"urn:barograph:error:{error.Code}");
            json.WriteString("title", error.Title);
            json.WriteNumber("status", error.Status);
            json.WriteString("code", error.Code);
            json.WriteString("detail", detail);
            more?.Invoke(json);
            json.WriteEndObject();
        }, "application/problem+json");
    }

    public static void SeeOther(HttpContext context, string path)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = path;
        context.Response.ContentLength = 0;
    }

    /// <summary>Between 1 and 5 seconds, at random, so that boards that were refused together do not come back together.</summary>
    public static void SayRetryAfter(HttpContext context) =>
        context.Response.Headers.RetryAfter = RandomNumberGenerator.GetInt32(1, 6).ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static async Task BytesAsync(HttpContext context, int status, ReadOnlyMemory<byte> body, string contentType)
    {
        HttpResponse response = context.Response;
        response.StatusCode = status;
        response.ContentType = contentType;
        response.ContentLength = body.Length;
        response.Headers.CacheControl = "no-store";
        if (!HttpMethods.IsHead(context.Request.Method))
            await response.Body.WriteAsync(body, context.RequestAborted);
    }
}
