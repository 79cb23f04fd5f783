using Barograph.Model;
using Barograph.Server.Auth;

namespace Barograph.Server.Http.Pages;

/// <summary>Sign-in and sign-out. Under a flood of wrong passwords a right one may be asked to come again.</summary>
public sealed class SignInPage(Sessions sessions, AccountPasswords passwords)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/signin", context => FormAsync(context, StatusCodes.Status200OK, null, context.Request.Query[WayBack.Name])).WithMetadata(AccessRule.Open).ExcludeFromDescription();
        routes.MapPost("/signin", PostAsync).WithMetadata(AccessRule.Open).ExcludeFromDescription();
        routes.MapPost("/signout", SignOutAsync).WithMetadata(AccessRule.Person).ExcludeFromDescription();
    }

    private async Task PostAsync(HttpContext context)
    {
        if (await PageForm.ReadAsync(context) is not { } form)
            return;
        string name = form["name"].ToString().Trim();
        string password = form["password"].ToString();
        string? to = form[WayBack.Name];
        if (!Sessions.IsSameOrigin(context.Request))
        {
            await FormAsync(context, StatusCodes.Status403Forbidden, "The form was sent from another site.", to);
            return;
        }
        (PasswordOutcome outcome, Account? account) = await passwords.TryAsync(name, password, AccessControl.AddressOf(context), context.RequestAborted);
        if (account is not null)
        {
            await sessions.BeginAsync(context, account);
            Answer.SeeOther(context, WayBack.Of(to));
            return;
        }
        if (outcome != PasswordOutcome.Wrong)
            Answer.SayRetryAfter(context);
        await (outcome switch
        {
            PasswordOutcome.Busy => FormAsync(context, StatusCodes.Status503ServiceUnavailable, "Too many are signing in just now; try again in a moment.", to),
            PasswordOutcome.WrongTooOften => FormAsync(context, StatusCodes.Status429TooManyRequests, "Name or password is wrong.", to),
            _ => FormAsync(context, StatusCodes.Status401Unauthorized, "Name or password is wrong.", to),
        });
    }

    private async Task SignOutAsync(HttpContext context)
    {
        await sessions.EndAsync(context);
        // Whoever sits down here next finds nothing of it. Browsers heed this over https only.
        context.Response.Headers["Clear-Site-Data"] = "\"cache\", \"storage\"";
        Answer.SeeOther(context, "/signin");
    }

    private static Task FormAsync(HttpContext context, int status, string? problem, string? to) =>
        Html.AnswerAsync(context, status, "Sign in", page => page
            .Markup("<h1>Sign in</h1>")
            .Markup(problem is null ? "" : "<p class=\"problem\" role=\"alert\">").Text(problem).Markup(problem is null ? "" : "</p>")
            .Markup("<form method=\"post\" action=\"/signin\"><label for=\"name\">Name</label>")
            .Markup("<input id=\"name\" name=\"name\" autocomplete=\"username\" required autofocus>")
            .Markup("<label for=\"password\">Password</label>")
            .Markup("<input id=\"password\" name=\"password\" type=\"password\" autocomplete=\"current-password\" required>")
            .Markup($"<input type=\"hidden\" name=\"{WayBack.Name}\" value=\"").Text(WayBack.Of(to)).Markup("\">")
            .Markup("<br><button>Sign in</button></form>")
            .Markup(IsReadable(context.Request) ? "<p class=\"quiet\">This line is not encrypted: whoever is on the same network can read the password.</p>" : "")
            .Markup("<p class=\"quiet\">Forgotten? On the server: <code>barograph account set-password NAME</code></p>"));

    /// <summary>Others than this machine could listen.</summary>
    private static bool IsReadable(HttpRequest request) => !request.IsHttps && request.Host.Host is not ("localhost" or "127.0.0.1" or "[::1]");
}
