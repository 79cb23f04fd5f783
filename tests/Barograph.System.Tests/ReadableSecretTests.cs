using System.Text.Json;
using Barograph.SystemTests.Nginx;

namespace Barograph.SystemTests;

/// <summary>Secrets that travel readable, in a path, a query, a form: nothing that the server or nginx writes holds one, and a station that has only a PASSKEY is claimed once.</summary>
public sealed class ReadableSecretTests
{
    private const string Secret = "bgSECRETSECRETSECRETSECRETS";
    private const string Passkey = "34271334ED1FADA6D8B988B14267E55D";

    private static readonly string[] Requests =
    [
        "GET /data/stationtype=AMBWeatherV4.2.9&PASSKEY=*&tempf=1", "GET /data/report/?token=*&tempf=1", "GET /weather?token=*&tempf=x", "GET /weatherstation/updateweatherstation.php?ID=a&PASSWORD=*&tempf=1",
        "GET /automaticreading?siteid=a&siteAuthenticationKey=*&tempf=1", "GET /update?api_key=*&field1=1&created_at=never", "GET /update.json?api_key=*&field1=x", "GET /input/post.json?node=1&json={a:1}&apikey=*",
        "GET /emoncms/input/post/1?fulljson={\"a\"&apikey=*", "GET /input/bulk?data=[[&apikey=*", "POST /api/v1/*/telemetry", "POST /api/v1/*/attributes", "POST /api/v2/u/feeds/k/data?x-aio-key=*",
        "POST /channels/1/bulk_update.json?api_key=*", "POST /write?u=a&p=*&db=x", "POST /api/v2/write?u=a&p=*",
    ];

    [Fact]
    public async Task No_secret_is_written_by_the_server_or_said_again()
    {
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(Engine.Sqlite));
        string made = await server.AddDeviceAsync("any", "--location", "roof", "--dialect", "any");
        string other = await server.AddDeviceAsync("other", "--location", "roof");
        foreach (string secret in (string[])[Secret, made, other])
            foreach (string request in Requests)
            {
                RawAnswer answer = await AskAsync(server.Target, request, secret);
                Assert.DoesNotContain(secret, answer.ToString(), StringComparison.Ordinal);
                Assert.True(answer.Status < 500, answer.ToString());
            }
        await server.StopAsync();
        Assert.All((string[])[Secret, made, other], secret => Assert.DoesNotContain(secret, server.Printed.All, StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_secret_is_written_by_nginx_also_while_Barograph_is_away()
    {
        await using NginxSite site = await NginxSite.StartAsync();
        foreach (bool isAway in (bool[])[false, true])
        {
            if (isAway)
                await site.Server.StopAsync();
            foreach (int port in (int[])[NginxServer.SitePort, NginxServer.PlainPort])
                foreach (string request in Requests)
                {
                    RawAnswer answer = await AskAsync(site.Nginx.At(port), request, Secret);
                    Assert.True(isAway ? answer.Status == 502 : answer.Status is >= 400 and < 500, $"{request}: {answer}");
                }
        }
        Assert.DoesNotContain(Secret, site.Nginx.AccessLog + site.Nginx.ErrorLog, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task A_station_is_claimed_once_and_its_PASSKEY_is_told_nowhere(Engine engine)
    {
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(engine));
        ServerApi board = server.Api(await server.AddDeviceAsync("roof", "--location", "garden"));
        ServerApi admin = server.Api(await server.AddTokenAsync("admin", "admin"));
        Assert.Equal(401, (await ReportAsync(server)).Status);

        JsonElement station = Assert.Single(Json(await admin.GetAsync("/api/v1/stations")).EnumerateArray());
        Assert.Equal(("…E55D", "ecowitt", "GW1000_V1.6.8"), (Text(station, "passkey"), Text(station, "dialect"), Text(station, "stationtype")));
        string claim = $$"""{"station":"{{Text(station, "handle")}}"}""";
        Assert.Equal(204, (await admin.PostAsync("/api/v1/devices/roof/passkey", claim, "Content-Type: application/json")).Status);

        Assert.Equal(200, (await ReportAsync(server)).Status);
        Assert.Equal([70.3], await server.Api(await server.AddTokenAsync("reader", "read")).ValuesAsync("garden", "temperature"));
        Assert.Equal(200, (await board.ReportAsync("""{"humidity":40}""")).Status);
        Assert.Empty(Json(await admin.GetAsync("/api/v1/stations")).EnumerateArray());
        Assert.Equal(404, (await admin.PostAsync("/api/v1/devices/roof/passkey", claim, "Content-Type: application/json")).Status);
        JsonElement token = Json(await admin.GetAsync("/api/v1/devices")).EnumerateArray().Single(device => Text(device, "name") == "roof").GetProperty("tokens").EnumerateArray().Last();
        Assert.Equal(("passkey", "ecowitt"), (Text(token, "kind"), Text(token, "dialects")));
        await server.StopAsync();
        Assert.DoesNotContain(Passkey, server.Printed.All, StringComparison.Ordinal);
    }

    /// <summary>A device may have the name of somebody else's address.</summary>
    [Fact]
    public async Task Our_own_routes_come_before_those_with_a_token_in_them()
    {
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(Engine.Sqlite));
        await server.AddDeviceAsync("telemetry", "--location", "attic");
        ServerApi admin = server.Api(await server.AddTokenAsync("admin", "admin"));
        Assert.Equal(204, (await admin.PostAsync("/api/v1/devices/telemetry/move", """{"location":"cellar"}""", "Content-Type: application/json")).Status);
        Assert.Equal(200, (await admin.GetAsync("/api/v1/devices/telemetry/rejections")).Status);
        Assert.Equal(204, (await RawHttp.SendAsync(server.Target, RawHttp.Request("DELETE", "/api/v1/devices/telemetry", (byte[]?)null, "Authorization: Bearer " + await server.AddTokenAsync("second", "admin")))).Status);
    }

    private static async Task<RawAnswer> AskAsync(System.Net.EndPoint target, string request, string secret)
    {
        string line = request.Replace("*", secret, StringComparison.Ordinal);
        string body = request.StartsWith("POST", StringComparison.Ordinal) ? "{\"a\"" : "";
        using RawConnection connection = await RawConnection.OpenAsync(target);
        return await connection.ExchangeAsync(System.Text.Encoding.ASCII.GetBytes(
            FormattableString.Invariant($"{line} HTTP/1.1\r\nHost: station\r\nConnection: close\r\nContent-Length: {body.Length}\r\n\r\n{body}")));
    }

    private static Task<RawAnswer> ReportAsync(BarographServer server) => RawHttp.SendAsync(server.Target,
        RawHttp.Request("POST", "/data/report/", $"PASSKEY={Passkey}&stationtype=GW1000_V1.6.8&model=GW1000&tempf=70.3"));

    private static JsonElement Json(RawAnswer answer) => answer.Status == 200 ? JsonDocument.Parse(answer.Text).RootElement : throw new InvalidOperationException(answer.ToString());

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
