namespace Barograph.Load;

/// <summary>What ASP.NET Core can do at most: reads the form of a report, and answers as the tutorial's server does. Nothing is checked or kept.</summary>
public static class EmptyEndpoint
{
    private static readonly byte[] Answer = "201\n"u8.ToArray();

    public static async Task ServeAsync(Options options)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:" + options.Text("port"));
        await using WebApplication app = builder.Build();
        app.MapPost("/SQL_API", PostAsync);
        await app.StartAsync();
        Console.WriteLine("Ready");
        await app.WaitForShutdownAsync();
    }

    private static async Task PostAsync(HttpContext context)
    {
        IFormCollection form = await context.Request.ReadFormAsync();
        if (form.Count == 0)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = Answer.Length;
        await context.Response.Body.WriteAsync(Answer);
    }
}
