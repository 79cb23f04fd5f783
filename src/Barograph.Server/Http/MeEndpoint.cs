using System.Text.Json;
using Barograph.Model;
using Barograph.Server.Auth;
using Barograph.Server.Changes;
using Barograph.Server.Commands;
using Barograph.Server.OpenApi;
using Barograph.Server.Running;
using Barograph.Storage;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Barograph.Server.Http;

/// <summary><c>/api/v1/me</c>: who is asking, and a new password for them.</summary>
public sealed class MeEndpoint(IStore store, AccountPasswords passwords, TimeProvider clock)
{
    public static readonly string Version = typeof(MeEndpoint).Assembly.GetName().Version?.ToString(3) ?? "";

    private readonly AccountChanges _accounts = new(store, clock);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/me", GetAsync).WithMetadata(AccessRule.Read).Describe(
            new RouteDescription("getMe", "People", "Who is asking, and what they may do.")
                .Gives(PeopleShapes.Me, "The caller.")
                .Refuses(Errors.ParameterInvalid));
        routes.MapPut("/api/v1/me/password", SetPasswordAsync).WithMetadata(AccessRule.SignedIn).Describe(
            new RouteDescription("setMyPassword", "People", "Sets the signed-in person's password, and ends their other sessions.")
                .TakesObject("""{"old":"the old password","new":"a better password"}""", new Field("old", Shape.Text()), new Field("new", Shape.Text()))
                .IsDone("It is set.")
                .Refuses(Errors.PasswordWrong, Errors.PasswordInvalid, Errors.NotFound));
    }

    private static async Task GetAsync(HttpContext context)
    {
        QueryParameters.DemandNone(context.Request);
        Caller caller = Caller.In(context);
        await Answer.ObjectAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteString("name", caller.Account?.Name);
            json.WriteString("role", Labels.Of(caller.Role));
            json.WriteString("version", Version);
            json.WriteBoolean("secure", context.Request.IsHttps);
            if (caller.Role >= CallerRole.Member)
                WriteAddresses(json, context);
        });
    }

    /// <summary>For the lines that are pasted on a board: who sits at the server itself sees it as localhost, and a board does not.</summary>
    private static void WriteAddresses(Utf8JsonWriter json, HttpContext context)
    {
        ICollection<string> bound = context.RequestServices.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        json.WriteStartArray("addresses");
        foreach (string address in new ListenAddresses(bound).All)
            if (address.StartsWith("http", StringComparison.Ordinal) && !address.Contains("//unix:", StringComparison.OrdinalIgnoreCase))
                json.WriteStringValue(address);
        json.WriteEndArray();
    }

    private async Task SetPasswordAsync(HttpContext context)
    {
        JsonBody body = await JsonBody.ReadAsync(context, "old", "new");
        (string old, string wanted) = (body.RequiredText("old"), body.RequiredText("new"));
        Caller caller = Caller.In(context);
        string name = caller.Account!.Name;
        (PasswordOutcome outcome, _) = await passwords.TryAsync(name, old, AccessControl.AddressOf(context), context.RequestAborted);
        if (outcome != PasswordOutcome.Right)
            throw outcome switch
            {
                PasswordOutcome.Busy => new RefusedException(Errors.Overloaded, "Too many are signing in just now; try again in a moment."),
                PasswordOutcome.WrongTooOften => new RefusedException(Errors.TooManyFailures, "The old password is wrong, and was so often in the last minute."),
                _ => new RefusedException(Errors.PasswordWrong, "The old password is wrong; nothing was changed."),
            };
        if (!await _accounts.SetPasswordAsync(name, wanted, caller.Session, context.RequestAborted))
            throw new RefusedException(Errors.NotFound, "The account was removed just now.");
        Answer.Done(context);
    }
}
