namespace Barograph.SystemTests.Harness;

/// <summary>The person who sets the server up, as a browser would.</summary>
public static class Owner
{
    public const string Name = "owner";
    public const string Password = "correct horse battery";

    /// <summary>The path and query of the set-up link, from the file that a redirected start writes.</summary>
    public static string SetUpPath(BarographServer server) =>
        new Uri(File.ReadAllText(Path.Combine(server.Place.Data, "set-up-link.txt")).Trim()).PathAndQuery;

    /// <summary>Goes through the set-up link and returns the session as a Cookie header's line.</summary>
    public static async Task<string> SetUpAsync(BarographServer server)
    {
        string path = SetUpPath(server);
        RawAnswer done = await PostFormAsync(server, "/setup", $"code={path[(path.IndexOf('=', StringComparison.Ordinal) + 1)..]}&name={Name}&password={Uri.EscapeDataString(Password)}");
        Assert.True(done.Status == 303, done.ToString());
        return CookieOf(done);
    }

    /// <summary>Signs in and returns the session as a Cookie header's line.</summary>
    public static async Task<string> SignInAsync(BarographServer server, string name, string password, params string[] headers)
    {
        RawAnswer done = await PostFormAsync(server, "/signin", $"name={Uri.EscapeDataString(name)}&password={Uri.EscapeDataString(password)}", headers);
        Assert.True(done.Status == 303, done.ToString());
        return CookieOf(done);
    }

    /// <summary>Makes an account and signs in with it; the session as a Cookie header's line.</summary>
    public static async Task<string> AddPersonAsync(BarographServer server, string name, string role)
    {
        CommandResult added = await server.CommandAsync("account", "add", name, "--role", role, "--json");
        return await SignInAsync(server, name, added.Json.GetProperty("password").GetString()!);
    }

    public static Task<RawAnswer> PostFormAsync(BarographServer server, string path, string form, params string[] headers) =>
        server.Api().PostAsync(path, form, ["Content-Type: application/x-www-form-urlencoded", .. headers]);

    /// <summary>The header line that a browser would send back.</summary>
    public static string CookieOf(RawAnswer answer) => "Cookie: " + answer.Header("Set-Cookie")!.Split(';')[0];
}
