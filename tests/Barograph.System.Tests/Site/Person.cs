using System.Text.Json;

namespace Barograph.SystemTests.Site;

/// <summary>A signed-in person's browser, as far as the API is concerned: the session's cookie, and JSON.</summary>
public sealed class Person(BarographServer server, string cookie)
{
    public static async Task<Person> AddAsync(BarographServer server, string name, string role) =>
        new(server, await Owner.AddPersonAsync(server, name, role));

    /// <summary>Sends a request below <c>/api/v1</c>, with a body or (null) without.</summary>
    public Task<RawAnswer> SendAsync(string method, string path, string? json = null) =>
        RawHttp.SendAsync(server.Target, RawHttp.Request(method, "/api/v1" + path, json, [cookie, .. json is null ? (string[])[] : ["Content-Type: application/json"]]),
            RawHttp.NewAddress());

    /// <summary>The same; it must be answered with this status.</summary>
    public async Task<RawAnswer> DoAsync(int status, string method, string path, string? json = null)
    {
        RawAnswer answer = await SendAsync(method, path, json);
        Assert.True(answer.Status == status, $"{method} {path} {json}\n{answer}");
        return answer;
    }

    public async Task<JsonElement> GetAsync(string path) => (await DoAsync(200, "GET", path)).Json;

    /// <summary>A device of the list.</summary>
    public async Task<JsonElement> DeviceAsync(string name) =>
        (await GetAsync("/devices")).EnumerateArray().Single(device => device.GetProperty("name").GetString() == name);
}
