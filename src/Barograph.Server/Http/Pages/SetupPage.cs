using System.Globalization;
using Barograph.Model;
using Barograph.Server.Auth;
using Barograph.Server.Changes;
using Barograph.Storage;

namespace Barograph.Server.Http.Pages;

/// <summary>Behind the one-time link of the first start: the owner chooses a name and a password.</summary>
public sealed class SetupPage(IStore store, SetupLink link, Sessions sessions, Action onDone, TimeProvider clock)
{
    private static readonly string MinLength = PasswordPolicy.MinLength.ToString(CultureInfo.InvariantCulture);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/setup", GetAsync).WithMetadata(AccessRule.Open).ExcludeFromDescription();
        routes.MapPost("/setup", PostAsync).WithMetadata(AccessRule.Open).ExcludeFromDescription();
    }

    private Task GetAsync(HttpContext context)
    {
        string code = context.Request.Query["code"].ToString();
        return link.Fits(code) ? FormAsync(context, code, null) : StaleAsync(context);
    }

    private async Task PostAsync(HttpContext context)
    {
        if (await PageForm.ReadAsync(context) is not { } form)
            return;
        string code = form["code"].ToString();
        string password = form["password"].ToString();
        if (!Sessions.IsSameOrigin(context.Request) || !link.Fits(code))
        {
            await StaleAsync(context);
            return;
        }
        if (!NameRule.TryAccount(form["name"].ToString(), out string? name, out string? problem)
            || (problem = PasswordPolicy.ProblemOfPerson(password)) is not null)
        {
            await FormAsync(context, code, problem);
            return;
        }
        Account? owner = await store.Accounts.AddFirstOwnerAsync(
            name, PasswordHashing.Hash(password), Instant.Now(clock), context.RequestAborted);
        link.Close();
        onDone();
        if (owner is null)
        {
            await StaleAsync(context);
            return;
        }
        await sessions.BeginAsync(context, owner);
        Answer.SeeOther(context, "/");
    }

    private static Task FormAsync(HttpContext context, string code, string? problem) =>
        Html.AnswerAsync(context, problem is null ? 200 : 400, "Set up", page => page
            .Markup("<h1>Welcome to Barograph</h1><p>Choose the name and password with which you will sign in. ")
            .Markup("You are the owner: nobody else can come in until you let them.</p>")
            .Markup(problem is null ? "" : "<p class=\"problem\" role=\"alert\">").Text(problem).Markup(problem is null ? "" : "</p>")
            .Markup("<form method=\"post\" action=\"/setup\"><input type=\"hidden\" name=\"code\" value=\"").Text(code)
            .Markup("\"><label for=\"name\">Name</label><input id=\"name\" name=\"name\" value=\"owner\" autocomplete=\"username\" required maxlength=\"64\">")
            .Markup("<label for=\"password\">Password <span class=\"quiet\">(at least ").Text(MinLength).Markup(" characters)</span></label>")
            .Markup("<input id=\"password\" name=\"password\" type=\"password\" autocomplete=\"new-password\" required minlength=\"").Text(MinLength).Markup("\">")
            .Markup("<br><button>Set password and sign in</button></form>"));

    private static Task StaleAsync(HttpContext context) =>
        Html.AnswerAsync(context, StatusCodes.Status404NotFound, "Set up", page => page
            .Markup("<h1>This link is not valid</h1><p>It works once, and only until the server is started again. ")
            .Markup("If there is no owner yet, start the server again: it prints a new one. Otherwise <a href=\"/signin\">sign in</a>.</p>"));
}
