using Barograph.Model;
using Barograph.Server.Commands;
using Barograph.Server.Config;
using Barograph.Server.OpenApi;
using Barograph.Storage;

namespace Barograph.Server.Http;

/// <summary><c>GET /api/v1/about</c>: what runs here on what, and what the store says about its own state and rights, as <c>barograph doctor</c> prints it.</summary>
public sealed class AboutEndpoint(IStore store, Settings settings)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/about", GetAsync).WithMetadata(AccessRule.Change).Describe(
            new RouteDescription("getAbout", "Server", "What runs here, and what the store says about its state and its rights.")
                .Gives(PeopleShapes.About, "As barograph doctor has it.")
                .Refuses(Errors.ParameterInvalid));

    private async Task GetAsync(HttpContext context)
    {
        QueryParameters.DemandNone(context.Request);
        IReadOnlyList<Finding> findings = await store.ExamineAsync(context.RequestAborted);
        await Answer.ObjectAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteString("version", MeEndpoint.Version);
            json.WriteStartObject("store");
            json.WriteString("kind", settings.Store.Kind == StoreKind.Sqlite ? "sqlite" : "postgres");
            json.WriteString("detail", store.Description);
            json.WriteEndObject();
            json.WriteString("part", settings.Part.ToString().ToLowerInvariant());
            json.WriteStartArray("findings");
            foreach (Finding finding in findings)
            {
                json.WriteStartObject();
                json.WriteString("level", Labels.Of(finding.Level));
                json.WriteString("subject", finding.Subject);
                json.WriteString("text", finding.Text);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        });
    }
}
