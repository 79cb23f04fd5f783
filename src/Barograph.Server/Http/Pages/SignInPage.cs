using Barograph.Model;
using Barograph.Server.Auth;
using Barograph.Storage;

namespace Barograph.Server.Http.Pages;

/// <summary>Sign-in and sign-out. Wrong passwords are counted by name and address, which never locks a right one out; under a flood it may be asked to come again.</summary>
public sealed class SignInPage(IStore store, Sessions sessions, SlowHasher hasher, FailureThrottle throttle)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/signin", context => FormAsync(context, StatusCodes.Status200OK, null)).WithMetadata(AccessRule.Open).ExcludeFromDescription();
        routes.MapPost("/signin", PostAsync).WithMetadata(AccessRule.Open).ExcludeFromDescription();
        routes.MapPost("/signout", SignOutAsync).WithMetadata(AccessRule.Person).ExcludeFromDescription();
    }

    private async Task PostAsync(HttpContext context)
    {
        if (await PageForm.ReadAsync(context) is not { } form)
            return;
        string name = form["name"].ToString().Trim();
        string password = form["password"].ToString();
        if (!Sessions.IsSameOrigin(context.Request))
        {
            await FormAsync(context, StatusCodes.Status403Forbidden, "The form was sent from another site.");
            return;
        }
        Account? account = (await store.Accounts.ListAsync(context.RequestAborted))
            .FirstOrDefault(candidate => string.Equals(candidate.Name, name, StringComparison.Ordinal));
        PasswordTrial trial = await hasher.TryAsync(
            hasher.Digest("account:" + name, password), password, account is null ? [] : [account.PasswordHash]);
        if (!trial.WasTried)
        {
            Answer.SayRetryAfter(context);
            await FormAsync(context, StatusCodes.Status503ServiceUnavailable, "Too many are signing in just now; try again in a moment.");
        }
        else if (account is null || trial.FittingHash is null)
        {
            bool isOver = throttle.IsOver("account:" + name, AccessControl.AddressOf(context));
            if (isOver)
                Answer.SayRetryAfter(context);
            await FormAsync(context, isOver ? StatusCodes.Status429TooManyRequests : StatusCodes.Status401Unauthorized,
                "Name or password is wrong.");
        }
        else
        {
            await sessions.BeginAsync(context, account);
            Answer.SeeOther(context, "/");
        }
    }

    private async Task SignOutAsync(HttpContext context)
    {
        await sessions.EndAsync(context);
        Answer.SeeOther(context, "/signin");
    }

    private static Task FormAsync(HttpContext context, int status, string? problem) =>
        Html.AnswerAsync(context, status, "Sign in", page => page
            .Markup("<h1>Sign in</h1>")
            .Markup(problem is null ? "" : "<p class=\"problem\" role=\"alert\">").Text(problem).Markup(problem is null ? "" : "</p>")
            .Markup("<form method=\"post\" action=\"/signin\"><label for=\"name\">Name</label>")
            .Markup("<input id=\"name\" name=\"name\" autocomplete=\"username\" required autofocus>")
            .Markup("<label for=\"password\">Password</label>")
            .Markup("<input id=\"password\" name=\"password\" type=\"password\" autocomplete=\"current-password\" required>")
            .Markup("<br><button>Sign in</button></form>")
            .Markup("<p class=\"quiet\">Forgotten? On the server: <code>barograph account set-password NAME</code></p>"));
}
