using System.Text;

namespace Barograph.SystemTests;

/// <summary>The board of the 2020 tutorial, unmodified: the bytes that its firmware sends, and answers that its firmware can read.</summary>
public sealed class SeedBoardTests
{
    private const string Unauthorized = "Unauthorized Access";
    private const string Good = "201\n";

    // What urequests writes for user:pass; in the board's own documentation.
    private const string Credential = "Authorization: Basic dXNlcjpwYXNz";
    private const string FormType = "Content-Type: application/x-www-form-urlencoded";
    private const string Usual = "temperature=71.3&humidity=40.1&wetness=0&pressure=1013.2&location=";
    private static readonly string[] UsualValues = ["humidity=40.1", "pressure=1013.2", "temperature=71.3", "wetness=0"];

    public static readonly TheoryData<Engine> BothEngines = [Engine.Sqlite, Engine.Postgres];

    [Theory, MemberData(nameof(BothEngines))]
    public async Task The_exact_bytes_of_the_old_board_are_taken(Engine engine)
    {
        SharedServer shared = await SeedBoard.PreparedAsync(engine);
        byte[] sent = RawHttp.FromText(
            """
            POST /SQL_API/ HTTP/1.0
            Host: www.scratchwork.xyz
            Authorization: Basic dXNlcjpwYXNz
            Content-Type: application/x-www-form-urlencoded
            Connection: close
            Content-Length: 70

            temperature=71.3&humidity=40.1&wetness=0&pressure=1013.2&location=desk
            """);

        AssertAnswer(200, Good, await ExchangeAndCloseAsync(shared, sent));

        // Whoever reported for the desk before may have said units; the old board says none.
        Assert.Equal(UsualValues, (await shared.ReaderApi.LatestAsync("desk")).Select(sample => sample.Split(' ')[0]));
        (decimal time, _) = (await shared.ReaderApi.SamplesAsync("desk", "wetness"))[^1];
        Assert.InRange(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - (double)time, -1, 120);
    }

    [Theory, MemberData(nameof(BothEngines))]
    public async Task The_exact_bytes_of_a_new_board_are_taken(Engine engine)
    {
        SharedServer shared = await SeedBoard.PreparedAsync(engine);
        byte[] sent = RawHttp.FromText(
            """
            POST /SQL_API/ HTTP/1.1
            Authorization: Basic dXNlcjpwYXNz
            Content-Type: application/x-www-form-urlencoded
            Connection: close
            Host: www.scratchwork.xyz
            Content-Length: 70

            temperature=71.3&humidity=40.1&wetness=0&pressure=1013.2&location=Desk
            """);

        AssertAnswer(200, Good, await ExchangeAndCloseAsync(shared, sent));

        Assert.Equal(UsualValues, await shared.ReaderApi.LatestAsync("Desk"));
    }

    /// <summary>Name, path, headers, body (LOC is replaced), and what is stored.</summary>
    public static readonly TheoryData<string, string, string, string> Taken = new()
    {
        { "/SQL_API/", FormType, Usual + "LOC", "humidity=40.1 pressure=1013.2 temperature=71.3 wetness=0" },
        { "/SQL_API", FormType, Usual + "LOC", "humidity=40.1 pressure=1013.2 temperature=71.3 wetness=0" },
        { "/SQL_API/", "X-No-Type: 1", Usual + "LOC", "humidity=40.1 pressure=1013.2 temperature=71.3 wetness=0" },
        { "/SQL_API/", FormType, "temperature=71.34501&humidity=40.09873&wetness=0&pressure=1013.217&location=LOC", "humidity=40.09873 pressure=1013.217 temperature=71.34501 wetness=0" },
        { "/SQL_API/", FormType, "wetness=1&location=LOC", "wetness=1" },
        { "/SQL_API/", FormType, "temperature=+71.5+&location=LOC", "temperature=71.5" },
        { "/SQL_API/", FormType, "temperature=%2071.5&humidity=1e1&location=LOC", "humidity=10 temperature=71.5" },
        { "/SQL_API/", FormType, "temperature=nan&humidity=40&location=LOC", "humidity=40" },
        { "/SQL_API/", "Content-Type: application/json", "{\"temperature\":71.3,\"humidity\":40.1,\"wetness\":0,\"pressure\":1013.2,\"location\":\"LOC\",\"x\":\"y\"}", "humidity=40.1 pressure=1013.2 temperature=71.3 wetness=0" },
        { "/SQL_API/", FormType, "{\"temperature\":71.3,\"location\":\"LOC\"}", "temperature=71.3" },
        { "/SQL_API/", "Content-Type: application/json", "{\"temperature\":\"71.3\",\"humidity\":null,\"wetness\":true,\"location\":\"LOC\"}", "temperature=71.3 wetness=1" },
        { "/SQL_API/", "Content-Type: application/json", "{\"temperature\":[71.3,2],\"location\":\"LOC\"}", "temperature=71.3" },
        { "/SQL_API/?" + Usual + "LOC", FormType, "", "humidity=40.1 pressure=1013.2 temperature=71.3 wetness=0" },
        { "/SQL_API?" + Usual + "LOC", FormType, "", "humidity=40.1 pressure=1013.2 temperature=71.3 wetness=0" },
        { "/SQL_API/?temperature=2&location=LOC", FormType, "temperature=3&humidity=4", "humidity=4 temperature=2" },
        { "/SQL_API/?temperature=2&location=LOC", "Content-Type: application/json", "{\"temperature\":1}", "temperature=1" },
    };

    [Theory, MemberData(nameof(Taken))]
    public async Task What_the_old_program_took_is_taken(string path, string header, string body, string expected)
    {
        foreach (Engine engine in Enum.GetValues<Engine>())
            foreach (string version in (string[])["HTTP/1.0", "HTTP/1.1"])
            {
                SharedServer shared = await SeedBoard.PreparedAsync(engine);
                string location = SharedServer.NewLocation("seed");
                string sent = body.Replace("LOC", location, StringComparison.Ordinal);
                string head = $"POST {path.Replace("LOC", location, StringComparison.Ordinal)} {version}\r\nHost: example.net\r\n{Credential}\r\n{header}\r\n"
                    + $"Connection: close\r\nContent-Length: {Encoding.UTF8.GetByteCount(sent)}\r\n\r\n";

                AssertAnswer(200, Good, await ExchangeAndCloseAsync(shared, Encoding.UTF8.GetBytes(head + sent)));

                Assert.Equal(expected, string.Join(' ', await shared.ReaderApi.LatestAsync(location)));
            }
    }

    /// <summary>As sketches write that print their request line by line.</summary>
    [Theory]
    [InlineData("HTTP/1.0", "")]
    [InlineData("HTTP/1.1", "Content-Length: 0\n")]
    public async Task Lines_that_end_with_a_bare_line_feed_are_taken(string version, string length)
    {
        SharedServer shared = await SeedBoard.PreparedAsync(Engine.Sqlite);
        string location = SharedServer.NewLocation("seed");
        byte[] sent = Encoding.ASCII.GetBytes(
            $"POST /SQL_API/?{Usual}{location} {version}\nHost: example.net\n{Credential}\nConnection: close\n{length}\n");
        AssertAnswer(200, Good, await ExchangeAndCloseAsync(shared, sent));
    }

    [Theory]
    [InlineData("HTTP/1.0")]
    [InlineData("HTTP/1.1")]
    public async Task A_query_without_a_body_needs_no_length(string version)
    {
        foreach (Engine engine in Enum.GetValues<Engine>())
            foreach (int firstWrite in (int[])[3, 30, 120, int.MaxValue])
            {
                SharedServer shared = await SeedBoard.PreparedAsync(engine);
                string location = SharedServer.NewLocation("seed");
                byte[] sent = RawHttp.FromText($"POST /SQL_API/?{Usual}{location} {version}\nHost: example.net\n{Credential}\nConnection: close\n\n");
                using RawConnection connection = await RawConnection.OpenAsync(shared.Server.Target);
                await connection.WriteAsync(sent.AsMemory(0, Math.Min(firstWrite, sent.Length)));
                await Task.Delay(10, TestContext.Current.CancellationToken);
                await connection.WriteAsync(sent.AsMemory(Math.Min(firstWrite, sent.Length)));

                AssertAnswer(200, Good, await connection.ReadAnswerAsync());
                Assert.True(await connection.ClosesCleanlyAsync(), "the connection was not closed after the answer, or broken off");
                Assert.Equal(UsualValues, await shared.ReaderApi.LatestAsync(location));
            }
    }

    /// <summary>Body, status, message and, where it is a location's, what may have been stored: nothing.</summary>
    public static readonly TheoryData<string, int, string> Refused = new()
    {
        { "temperature=abc&location=LOC", 400, "{\"message\": {\"temperature\": \"could not convert string to float: 'abc'\"}}\n" },
        { "temperature=&location=LOC", 400, "{\"message\": {\"temperature\": \"could not convert string to float: ''\"}}\n" },
        { "temperature=1_000&location=LOC", 400, "{\"message\": {\"temperature\": \"could not convert string to float: '1_000'\"}}\n" },
        { "humidity=x&temperature=y&location=LOC", 400, "{\"message\": {\"temperature\": \"could not convert string to float: 'y'\"}}\n" },
        { "temperature=71,3&location=LOC", 400, "{\"message\": {\"temperature\": \"could not convert string to float: '71,3'\"}}\n" },
    };

    [Theory, MemberData(nameof(Refused))]
    public async Task A_bad_number_gets_the_old_programs_words(string body, int status, string expected)
    {
        SharedServer shared = await SeedBoard.PreparedAsync(Engine.Sqlite);
        string location = SharedServer.NewLocation("seed");

        RawAnswer answer = await PostAsync(shared, body.Replace("LOC", location, StringComparison.Ordinal));

        AssertAnswer(status, expected, answer);
        Assert.Equal("application/json", answer.Header("Content-Type"));
        Assert.Empty(await shared.ReaderApi.LatestAsync(location));
    }

    /// <summary>The old firmware counts characters, not bytes: Content-Length is short by one for every umlaut, and the rest is a stray byte.</summary>
    [Theory]
    [InlineData("küche", "küch")]
    [InlineData("Bü", "B")]
    [InlineData("Büö", "Bü")]
    [InlineData("日本", "")]
    public async Task A_length_that_counts_characters_is_answered_whole(string location, string expected)
    {
        foreach (Engine engine in Enum.GetValues<Engine>())
            foreach (bool strayComesLater in (bool[])[false, true])
            {
                SharedServer shared = await SeedBoard.PreparedAsync(engine);
                string before = SharedServer.NewLocation("k");
                string body = $"temperature=71.3&location={before}{location}";
                byte[] bytes = Encoding.UTF8.GetBytes(body);
                byte[] head = Encoding.ASCII.GetBytes(
                    $"POST /SQL_API/ HTTP/1.0\r\nHost: www.scratchwork.xyz\r\n{Credential}\r\n{FormType}\r\nConnection: close\r\nContent-Length: {body.Length}\r\n\r\n");
                using RawConnection connection = await RawConnection.OpenAsync(shared.Server.Target);
                await connection.WriteAsync((byte[])[.. head, .. bytes.AsSpan(0, strayComesLater ? body.Length : bytes.Length)]);
                if (strayComesLater)
                    await connection.WriteAsync(bytes.AsMemory(body.Length));

                AssertAnswer(200, Good, await connection.ReadAnswerAsync());
                Assert.True(strayComesLater || await connection.ClosesCleanlyAsync(), "the connection was reset");

                Assert.Equal(["temperature=71.3"], await shared.ReaderApi.LatestAsync(before + expected));
            }
    }

    [Theory, MemberData(nameof(BothEngines))]
    public async Task A_location_that_was_an_injection_is_text(Engine engine)
    {
        SharedServer shared = await SeedBoard.PreparedAsync(engine);
        string location = $"{SharedServer.NewLocation("desk")}'); DROP TABLE esp32data;--";

        AssertAnswer(200, Good, await PostAsync(shared, "temperature=1&location=" + location));

        Assert.Equal(["temperature=1"], await shared.ReaderApi.LatestAsync(location));
    }

    [Theory]
    [InlineData("GET", 201, "{\"message\": \"Feel free to interact, if you know how\"}\n")]
    [InlineData("PUT", 405, null)]
    [InlineData("DELETE", 405, null)]
    public async Task Other_methods_answer_as_the_old_program(string method, int status, string? body)
    {
        SharedServer shared = await SeedBoard.PreparedAsync(Engine.Sqlite);
        foreach (string path in (string[])["/SQL_API", "/SQL_API/"])
        {
            RawAnswer answer = await RawHttp.SendAsync(shared.Server.Target, RawHttp.Request(method, path, "", Credential));
            AssertAnswer(status, body ?? answer.Text, answer);
        }
    }

    [Theory]
    [InlineData("X-Nothing: 1")]
    [InlineData("Authorization: Basic dXNlcjp3cm9uZw==")]
    [InlineData("Authorization: Basic bm9ib2R5OnBhc3M=")]
    [InlineData("Authorization: Basic !!!")]
    public async Task A_wrong_credential_is_told_as_Flask_HTTPAuth_does(string header)
    {
        SharedServer shared = await SeedBoard.PreparedAsync(Engine.Sqlite);
        string location = SharedServer.NewLocation("seed");
        foreach (string method in (string[])["GET", "POST"])
        {
            RawAnswer answer = await RawHttp.SendAsync(
                shared.Server.Target, RawHttp.Request(method, "/SQL_API/", "temperature=abc&location=" + location, header, FormType), RawHttp.NewAddress());

            AssertAnswer(401, Unauthorized, answer);
            Assert.Equal("Basic realm=\"Authentication Required\"", answer.Header("WWW-Authenticate"));
        }
    }

    private static Task<RawAnswer> PostAsync(SharedServer shared, string body) =>
        RawHttp.SendAsync(shared.Server.Target, RawHttp.Request("POST", "/SQL_API/", body, Credential, FormType));

    private static async Task<RawAnswer> ExchangeAndCloseAsync(SharedServer shared, byte[] request)
    {
        using RawConnection connection = await RawConnection.OpenAsync(shared.Server.Target);
        RawAnswer answer = await connection.ExchangeAsync(request);
        Assert.True(await connection.ClosesCleanlyAsync(), "the connection was not closed after the answer, or broken off");
        return answer;
    }

    private static void AssertAnswer(int status, string body, RawAnswer answer)
    {
        Assert.True(status == answer.Status, answer.ToString());
        Assert.Equal(body, answer.Text);
        BoardRules.AssertReadable(answer);
    }
}
