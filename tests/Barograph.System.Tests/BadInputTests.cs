using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Barograph.SystemTests;

/// <summary>
/// What no client should send. Each gets a clear 4xx, never a 500; nothing is stored wrong; and the server goes on. The shared servers' logs are searched for
/// defects when the run ends.
/// </summary>
public sealed class BadInputTests
{
    private static readonly string Brackets65 = new('[', 65);
    private static readonly string TenKilobytes = new('x', 10_000);

    /// <summary>Case, body (LOC is replaced), status, code. None of them stores anything.</summary>
    public static readonly TheoryData<string, string, int, string> Bodies = new()
    {
        { "empty", "", 400, "body_empty" },
        { "blank", " \r\n\t", 400, "body_empty" },
        { "no JSON", "temperature", 400, "body_not_json" },
        { "a form", "temperature=1&location=LOC", 400, "body_not_json" },
        { "cut off", """{"location":"LOC","a":1""", 400, "body_not_json" },
        { "two documents", """{"location":"LOC","a":1}{"location":"LOC","a":1}""", 400, "body_not_json" },
        { "a comment", """{"location":"LOC","a":1/**/}""", 400, "body_not_json" },
        { "a trailing comma", """{"location":"LOC","a":1,}""", 400, "body_not_json" },
        { "65 brackets", Brackets65 + new string(']', 65), 400, "body_not_json" },
        { "65 brackets in a value", $$"""{"location":"LOC","a":{{Brackets65}}{{new string(']', 65)}}}""", 400, "body_not_json" },
        { "100000 brackets", new string('[', 100_000), 400, "body_not_json" },
        { "100000 braces", string.Concat(Enumerable.Repeat("{\"a\":", 100_000)), 400, "body_not_json" },
        { "NaN", """{"location":"LOC","a":NaN}""", 400, "body_not_json" },
        { "Infinity", """{"location":"LOC","a":-Infinity}""", 400, "body_not_json" },
        { "a hexadecimal number", """{"location":"LOC","a":0x10}""", 400, "body_not_json" },
        { "a decimal comma", """{"location":"LOC","a":1,5}""", 400, "body_not_json" },
        { "a raw control character", "{\"location\":\"LOC\u0001\",\"a\":1}", 400, "body_not_json" },
        { "1e999", """{"location":"LOC","a":1e999}""", 400, "value_not_finite" },
        { "-1e999", """{"location":"LOC","a":-1e999}""", 400, "value_not_finite" },
        { "a million digits", "{\"location\":\"LOC\",\"a\":1" + new string('0', 1_000_000) + "}", 400, "value_not_a_number" },
        { "a word for a number", """{"location":"LOC","a":"warm"}""", 400, "value_not_a_number" },
        { "an object for a number", """{"location":"LOC","a":{"b":1}}""", 400, "value_not_a_number" },
        { "NUL in the location", """{"location":"LOC\u0000","a":1}""", 400, "location_invalid" },
        { "NUL in the metric", """{"location":"LOC","a\u0000":1}""", 400, "metric_invalid" },
        { "NUL in the unit", """{"location":"LOC","a":1,"units":{"a":"C\u0000"}}""", 400, "unit_invalid" },
        { "NUL in the id", """{"location":"LOC","a":1,"id":"\u0000"}""", 400, "id_invalid" },
        { "a lone high surrogate in the location", """{"location":"LOC\ud800","a":1}""", 400, "location_invalid" },
        { "a lone low surrogate in the location", """{"location":"\udc00LOC","a":1}""", 400, "location_invalid" },
        { "a lone surrogate in the metric", """{"location":"LOC","\ud800":1}""", 400, "metric_invalid" },
        { "a lone surrogate in the time", """{"location":"LOC","time":"\ud800","a":1}""", 400, "time_invalid" },
        { "a lone surrogate in a field's name", """{"location":"LOC","\udfffid":1}""", 400, "metric_invalid" },
        { "a location of 10 kB", $$"""{"location":"LOC{{TenKilobytes}}","a":1}""", 400, "location_invalid" },
        { "a location of 129 bytes", $$"""{"location":"{{new string('x', 129)}}","a":1}""", 400, "location_invalid" },
        { "an empty location", """{"location":"","a":1}""", 400, "location_invalid" },
        { "a wildcard in the location", """{"location":"LOC/#","a":1}""", 400, "location_invalid" },
        { "a double slash", """{"location":"LOC//b","a":1}""", 400, "location_invalid" },
        { "a bidi override in the location", """{"location":"LOC\u202e","a":1}""", 400, "location_invalid" },
        { "an escape character in the location", """{"location":"LOC\u001b[2J","a":1}""", 400, "location_invalid" },
        { "a metric of 65 letters", $$"""{"location":"LOC","{{new string('a', 65)}}":1}""", 400, "metric_invalid" },
        { "an empty metric", """{"location":"LOC","":1}""", 400, "metric_invalid" },
        { "a metric twice", """{"location":"LOC","a":1,"a":1}""", 400, "key_duplicate" },
        { "the location twice", """{"location":"LOC","location":"LOC","a":1}""", 400, "key_duplicate" },
        { "a key twice, once escaped", """{"location":"LOC","a":1,"\u0061":2}""", 400, "key_duplicate" },
        { "a metric twice in other case", """{"location":"LOC","values":{"a":"x","A":"y"}}""", 400, "value_not_a_number" },
        { "257 values", $$"""{"location":"LOC",{{string.Join(',', Enumerable.Range(0, 257).Select(i => $"\"a{i}\":1"))}}}""", 400, "too_many_values" },
        { "year 10000", """{"location":"LOC","time":"10000-01-01T00:00:00Z","a":1}""", 400, "time_invalid" },
        { "second 60", """{"location":"LOC","time":"2026-06-30T23:59:60Z","a":1}""", 400, "time_invalid" },
        { "no offset", """{"location":"LOC","time":"2026-06-30T23:59:59","a":1}""", 400, "time_invalid" },
        { "February 30", """{"location":"LOC","time":"2026-02-30T00:00:00Z","a":1}""", 400, "time_invalid" },
        { "a time of 1e300", """{"location":"LOC","time":1e300,"a":1}""", 400, "time_invalid" },
        { "a time before the year 1", """{"location":"LOC","time":-99999999999,"a":1}""", 400, "time_invalid" },
        { "an age of 1e300", """{"location":"LOC","age":1e300,"a":1}""", 400, "age_invalid" },
        { "an id of 65 characters", $$"""{"location":"LOC","id":"{{new string('x', 65)}}","a":1}""", 400, "id_invalid" },
    };

    [Theory, MemberData(nameof(Bodies))]
    public async Task A_bad_report_is_told_why_and_not_stored(string what, string body, int status, string code)
    {
        foreach (Engine engine in Enum.GetValues<Engine>())
        {
            SharedServer shared = await SharedServers.GetAsync(engine);
            string location = SharedServer.NewLocation("bad");

            RawAnswer answer = await shared.BoardApi.ReportAsync(body.Replace("LOC", location, StringComparison.Ordinal));

            Assert.True(answer.Status == status && answer.Code == code, $"{what}: expected {status} {code}:\n{answer}");
            BoardRules.AssertReadable(answer);
            await AssertAliveAsync(shared, location);
        }
    }

    /// <summary>Bytes that are no UTF-8, in the place of the location and of the metric.</summary>
    [Theory]
    [InlineData("ED A0 80")]
    [InlineData("FF")]
    [InlineData("C0 AF")]
    [InlineData("F4 90 80 80")]
    public async Task Bytes_that_are_no_text_are_refused(string hex)
    {
        byte[] bad = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        SharedServer shared = await SharedServers.GetAsync(Engine.Postgres);
        string location = SharedServer.NewLocation("bytes");
        byte[][] bodies =
        [
            [.. Encoding.UTF8.GetBytes("{\"location\":\"" + location), .. bad, .. "\",\"a\":1}"u8],
            [.. Encoding.UTF8.GetBytes("{\"location\":\"" + location + "\",\""), .. bad, .. "\":1}"u8],
            bad,
        ];
        foreach (byte[] body in bodies)
        {
            RawAnswer answer = await shared.BoardApi.PostAsync("/api/v1/reports", body);
            Assert.True(answer.Status == 400, answer.ToString());
        }
        RawAnswer form = await shared.BoardApi.PostAsync("/SQL_API/", [.. "temperature=1&location="u8, .. bad, .. "x"u8]);
        Assert.True(form.Status == 400, form.ToString());
        await AssertAliveAsync(shared, location);
    }

    [Theory]
    [InlineData("temperature=1&location=LOC%00", 400)]
    [InlineData("temperature=1&location=LOC%ED%A0%80x", 400)]
    [InlineData("temperature=1&location=LOC%zz", 200)]
    [InlineData("temperature=1e999&location=LOC", 400)]
    [InlineData("temperature=1&location=LOC*", 400)]
    [InlineData("location=LOC", 400)]
    [InlineData("", 400)]
    [InlineData("&&&===&", 400)]
    [InlineData("{\"temperature\":{\"a\":1},\"location\":\"LOC\"}", 400)]
    [InlineData("{\"temperature\":1,\"location\":\"LOC\\ud800\"}", 400)]
    [InlineData("[[[[", 400)]
    public async Task Bad_forms_of_the_old_board_are_refused_too(string body, int status)
    {
        foreach (Engine engine in Enum.GetValues<Engine>())
        {
            SharedServer shared = await SharedServers.GetAsync(engine);
            string location = SharedServer.NewLocation("form");

            RawAnswer answer = await shared.BoardApi.PostAsync("/SQL_API/", body.Replace("LOC", location, StringComparison.Ordinal));

            Assert.True(answer.Status == status, answer.ToString());
            BoardRules.AssertReadable(answer);
            await AssertAliveAsync(shared, location);
        }
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task A_location_of_ten_kilobytes_is_refused_wherever_it_stands(Engine engine)
    {
        SharedServer shared = await SharedServers.GetAsync(engine);
        RawAnswer[] answers =
        [
            await shared.BoardApi.PostAsync("/SQL_API/", "temperature=1&location=" + TenKilobytes),
            await shared.BoardApi.PostAsync("/SQL_API/", $$"""{"temperature":1,"location":"{{TenKilobytes}}"}"""),
            await shared.BoardApi.PostAsync("/SQL_API/?temperature=1&location=" + TenKilobytes, ""),
        ];
        foreach (RawAnswer answer in answers)
        {
            Assert.True(answer.Status == 400, answer.ToString());
            BoardRules.AssertReadable(answer);
        }
        Assert.Equal(200, (await shared.ReaderApi.GetAsync("/api/v1/latest?location=" + TenKilobytes)).Status);
        Assert.Equal("[]", (await shared.ReaderApi.GetAsync("/api/v1/latest?location=" + TenKilobytes)).Text);
    }

    public static readonly TheoryData<string, string> Readings = new()
    {
        { "/api/v1/samples", "parameter_invalid" },
        { "/api/v1/samples?location=a", "parameter_invalid" },
        { "/api/v1/samples?location=a&metric=b&from=yesterday", "parameter_invalid" },
        { "/api/v1/samples?location=a&metric=b&from=1e400", "parameter_invalid" },
        { "/api/v1/samples?location=a&metric=b&form=1", "parameter_invalid" },
        { "/api/v1/samples?location=a&location=b&metric=c", "parameter_invalid" },
        { "/api/v1/samples?location=%00&metric=b", "parameter_invalid" },
        { "/api/v1/samples?location=a&metric=%00", "parameter_invalid" },
        { "/api/v1/latest?location=%00", "parameter_invalid" },
        { "/api/v1/series?location=x%00y", "parameter_invalid" },
        { "/api/v1/samples?location=%ED%A0%80&metric=%FF", "series_unknown" },
        { "/api/v1/samples?location=a&metric=b&to=%00", "parameter_invalid" },
        { "/api/v1/latest?x=%00", "parameter_invalid" },
        { "/api/v1/series?location=a&location=a", "parameter_invalid" },
    };

    [Theory, MemberData(nameof(Readings))]
    public async Task A_bad_query_is_told_why(string path, string code)
    {
        foreach (Engine engine in Enum.GetValues<Engine>())
        {
            RawAnswer answer = await (await SharedServers.GetAsync(engine)).ReaderApi.GetAsync(path);
            Assert.True(answer.Status is 400 or 404 && answer.Code == code, $"expected {code}:\n{answer}");
        }
    }

    [Theory]
    [InlineData("%ED%A0%80")]
    [InlineData("%FF")]
    [InlineData("'%20OR%201=1--")]
    public async Task A_location_that_nobody_has_is_simply_empty(string location)
    {
        foreach (Engine engine in Enum.GetValues<Engine>())
            foreach (string path in (string[])["/api/v1/latest?location=", "/api/v1/series?location="])
            {
                RawAnswer answer = await (await SharedServers.GetAsync(engine)).ReaderApi.GetAsync(path + location);
                Assert.True(answer.Status == 200 && answer.Text == "[]", answer.ToString());
            }
    }

    [Theory]
    [InlineData("Content-Encoding: br", 415, "encoding_not_supported")]
    [InlineData("Content-Encoding: gzip, gzip", 415, "encoding_not_supported")]
    [InlineData("Content-Encoding: gzip", 400, "body_not_readable")]
    public async Task A_body_that_cannot_be_unpacked_is_refused(string header, int status, string code)
    {
        SharedServer shared = await SharedServers.GetAsync(Engine.Sqlite);

        RawAnswer answer = await shared.BoardApi.ReportAsync("""{"location":"packed","a":1}""", header);

        Assert.True(answer.Status == status && answer.Code == code, answer.ToString());
        BoardRules.AssertReadable(answer);
    }

    [Theory]
    [InlineData("/api/v1/reports", """{"location":"LOCATION","a":1}""")]
    [InlineData("/write?db=d", "m,location=LOCATION a=1\nm,location=LOCATION a=2\nm,location=LOCATION a=3\n")]
    public async Task A_gzip_that_ends_early_stores_nothing(string path, string text)
    {
        SharedServer shared = await SharedServers.GetAsync(Engine.Sqlite);
        string location = SharedServer.NewLocation("cut");
        byte[] packed = Gzip(Encoding.UTF8.GetBytes(text.Replace("LOCATION", location, StringComparison.Ordinal)));

        foreach (int length in Enumerable.Range(1, packed.Length - 1))
        {
            RawAnswer answer = await shared.BoardApi.PostAsync(path, packed[..length], "Content-Encoding: gzip");
            Assert.True(answer.Status == 400, $"{length} of {packed.Length} bytes: {answer}");
        }
        Assert.Empty(await shared.ReaderApi.LatestAsync(location));

        RawAnswer whole = await shared.BoardApi.PostAsync(path, packed, "Content-Encoding: gzip");
        Assert.True(whole.Status is 200 or 204, whole.ToString());
        Assert.Single(await shared.ReaderApi.LatestAsync(location));
    }

    [Theory]
    [InlineData("/api/v1/reports")]
    [InlineData("/SQL_API/")]
    [InlineData("/write?db=d")]
    public async Task A_gzip_bomb_is_refused_at_the_limit(string path)
    {
        SharedServer shared = await SharedServers.GetAsync(Engine.Sqlite);
        byte[] bomb = Gzip(new byte[200 << 20]);
        long before = MemoryKilobytes(shared.Server.ProcessId);

        for (int i = 0; i < 5; i++)
        {
            RawAnswer answer = await shared.BoardApi.PostAsync(path, bomb, "Content-Encoding: gzip");
            Assert.True(answer.Status == 413, answer.ToString());
        }

        Assert.InRange(MemoryKilobytes(shared.Server.ProcessId) - before, long.MinValue, 150 * 1024);
        await AssertAliveAsync(shared, SharedServer.NewLocation("bomb"));
    }

    [Theory]
    [InlineData("/api/v1/reports", true)]
    [InlineData("/api/v1/reports", false)]
    [InlineData("/SQL_API/", true)]
    [InlineData("/SQL_API/", false)]
    public async Task A_body_over_the_limit_is_413_by_length_and_by_chunks(string path, bool chunked)
    {
        SharedServer shared = await SharedServers.GetAsync(Engine.Sqlite);
        const int TooMuch = (1 << 20) + 1;
        string head = $"POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {shared.Board}\r\n"
            + (chunked ? "Transfer-Encoding: chunked\r\n\r\n" : $"Content-Length: {TooMuch}\r\n\r\n");
        using RawConnection connection = await RawConnection.OpenAsync(shared.Server.Target);
        await connection.WriteAsync(Encoding.ASCII.GetBytes(head));
        if (chunked)
            await WriteUntilRefusedAsync(connection);

        RawAnswer answer = await connection.ReadAnswerAsync();

        Assert.True(answer.Status == 413, answer.ToString());
        await AssertAliveAsync(shared, SharedServer.NewLocation("big"));
    }

    [Fact]
    public async Task A_body_of_exactly_the_limit_is_read()
    {
        SharedServer shared = await SharedServers.GetAsync(Engine.Sqlite);
        string location = SharedServer.NewLocation("full");
        string report = $$"""{"location":"{{location}}","a":1}""";

        Assert.Equal(200, (await shared.BoardApi.ReportAsync(report + new string(' ', (1 << 20) - report.Length))).Status);
        RawAnswer answer = await shared.BoardApi.ReportAsync(report + new string(' ', (1 << 20) - report.Length + 1));

        Assert.Equal((413, "body_too_large"), (answer.Status, answer.Code));
        Assert.Equal([1], await shared.ReaderApi.ValuesAsync(location, "a"));
    }

    [Fact]
    public async Task A_body_that_breaks_off_stores_nothing()
    {
        SharedServer shared = await SharedServers.GetAsync(Engine.Sqlite);
        string location = SharedServer.NewLocation("abort");
        byte[] whole = RawHttp.Request("POST", "/api/v1/reports", $$"""{"location":"{{location}}","a":1}""", "Authorization: Bearer " + shared.Board);
        for (int cut = 1; cut < whole.Length; cut += 7)
        {
            using RawConnection connection = await RawConnection.OpenAsync(shared.Server.Target);
            await connection.WriteAsync(whole.AsMemory(0, cut));
            if (cut % 2 == 0)
                connection.Reset();
            else
                connection.EndWriting();
        }
        await AssertAliveAsync(shared, location);
    }

    [Fact]
    public async Task A_slow_body_is_waited_for()
    {
        SharedServer shared = await SharedServers.GetAsync(Engine.Sqlite);
        string location = SharedServer.NewLocation("slow");
        byte[] whole = RawHttp.Request("POST", "/api/v1/reports", $$"""{"location":"{{location}}","a":1}""", "Authorization: Bearer " + shared.Board);
        using RawConnection connection = await RawConnection.OpenAsync(shared.Server.Target);
        foreach (byte[] part in whole.Chunk(16))
        {
            await connection.WriteAsync(part);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        Assert.Equal(200, (await connection.ReadAnswerAsync()).Status);
    }

    [Theory]
    [InlineData("nonsense\r\n\r\n", 400)]
    [InlineData("GET\r\n\r\n", 400)]
    [InlineData("GET / HTTP/9.9\r\n\r\n", 505)]
    [InlineData("GET / HTTP/1.1\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400)]
    [InlineData("POST /SQL_API/ HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", 400)]
    [InlineData("POST /SQL_API/ HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400)]
    [InlineData("POST /SQL_API/ HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n", 400)]
    [InlineData("GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [InlineData("GET /healthz HTTP/1.1\r\nHost: a\r\nBad Header: 1\r\n\r\n", 400)]
    public async Task Malformed_HTTP_is_refused(string request, int status)
    {
        SharedServer shared = await SharedServers.GetAsync(Engine.Sqlite);

        RawAnswer answer = await RawHttp.SendAsync(shared.Server.Target, Encoding.Latin1.GetBytes(request));

        Assert.True(answer.Status == status, answer.ToString());
        await AssertAliveAsync(shared, SharedServer.NewLocation("http"));
    }

    [Fact]
    public async Task Huge_heads_are_refused()
    {
        SharedServer shared = await SharedServers.GetAsync(Engine.Sqlite);
        Assert.Equal(431, await StatusOfAsync(shared, RawHttp.Request("GET", "/healthz", (byte[]?)null, "X: " + new string('x', 100_000))));
        Assert.Equal(431, await StatusOfAsync(shared, RawHttp.Request("GET", "/healthz", (byte[]?)null, [.. Enumerable.Repeat("X: y", 1_000)])));
        Assert.Equal(414, await StatusOfAsync(shared, RawHttp.Request("GET", "/" + new string('x', 100_000), (byte[]?)null)));
        await AssertAliveAsync(shared, SharedServer.NewLocation("head"));
    }

    /// <summary>Writings of the Authorization header; TOKEN is the right one.</summary>
    public static readonly TheoryData<string, int> Authorizations = new()
    {
        { "Bearer TOKEN", 200 },
        { "bearer TOKEN", 200 },
        { "BEARER  TOKEN ", 200 },
        { "Token TOKEN", 200 },
        { "", 401 },
        { " ", 401 },
        { "Bearer", 401 },
        { "Bearer ", 401 },
        { "TOKEN", 401 },
        { "Bearer HALF", 401 },
        { "Bearer TOKENTOKEN", 401 },
        { "Bearer TOKEN TOKEN", 401 },
        { "Bearer TOKEN, Bearer TOKEN", 401 },
        { "Bearer UPPER", 401 },
        { "Bearer TOKENx", 401 },
        { "Bearer \"TOKEN\"", 401 },
        { "Bearer bg", 401 },
        { "Bearer ü", 401 },
        { "Digest TOKEN", 401 },
        { "Basic", 401 },
        { "Basic ", 401 },
        { "Basic !!!!", 401 },
        { "Basic TOKEN", 401 },
        { "Basic Ym9hcmQ=", 401 },
        { "Basic Og==", 401 },
        { "Basic Ym9hcmQ6", 401 },
        { "Basic /////w==", 401 },
    };

    [Theory, MemberData(nameof(Authorizations))]
    public async Task Only_the_whole_token_is_a_credential(string header, int status)
    {
        SharedServer shared = await SharedServers.GetAsync(Engine.Sqlite);
        string token = shared.Board;
        string sent = header.Replace("TOKEN", token, StringComparison.Ordinal).Replace("HALF", token[..(token.Length / 2)], StringComparison.Ordinal)
            .Replace("UPPER", token.ToUpperInvariant(), StringComparison.Ordinal);
        IPAddress from = RawHttp.NewAddress();
        foreach (string path in (string[])["/api/v1/reports", "/SQL_API"])
        {
            RawAnswer answer = await RawHttp.SendAsync(shared.Server.Target,
                RawHttp.Request("POST", path, """{"location":"auth","temperature":1}""", "Authorization: " + sent), from);
            Assert.True(answer.Status == status, answer.ToString());
            BoardRules.AssertReadable(answer);
        }
    }

    [Fact]
    public async Task A_credential_of_a_megabyte_is_refused_at_the_head()
    {
        SharedServer shared = await SharedServers.GetAsync(Engine.Sqlite);
        Assert.Equal(431, await StatusOfAsync(shared, RawHttp.Request("GET", "/api/v1/latest", (byte[]?)null, "Authorization: Bearer " + new string('x', 1 << 20))));
        Assert.Equal(401, await StatusOfAsync(shared, RawHttp.Request("GET", "/api/v1/latest", (byte[]?)null, "Authorization: Basic " + new string('A', 20_000))));
    }

    private static async Task<int> StatusOfAsync(SharedServer shared, byte[] request)
    {
        using RawConnection connection = await RawConnection.OpenAsync(shared.Server.Target, RawHttp.NewAddress());
        try
        {
            await connection.WriteAsync(request);
        }
        catch (SocketException)
        {
            // It answers before it has read all, and closes.
        }
        return (await connection.ReadAnswerAsync()).Status;
    }

    private static async Task WriteUntilRefusedAsync(RawConnection connection)
    {
        byte[] chunk = [.. "10000\r\n"u8, .. new byte[0x10000], .. "\r\n"u8];
        try
        {
            for (int i = 0; i < 17; i++)
                await connection.WriteAsync(chunk);
        }
        catch (SocketException)
        {
            // Refused before the end, which is right too.
        }
    }

    /// <summary>Nothing is stored at the location but the one right report that is sent now.</summary>
    private static async Task AssertAliveAsync(SharedServer shared, string location)
    {
        int before = (await shared.ReaderApi.LatestAsync(location)).Length;
        RawAnswer good = await shared.BoardApi.ReportAsync($$"""{"location":"{{location}}","alive":1}""");
        Assert.True(good.Status == 200, good.ToString());
        Assert.Equal(before + 1, (await shared.ReaderApi.LatestAsync(location)).Length);
        Assert.Equal(0, before);
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(bytes);
        return packed.ToArray();
    }

    private static long MemoryKilobytes(int processId)
    {
        using var process = global::System.Diagnostics.Process.GetProcessById(processId);
        return process.WorkingSet64 / 1024;
    }
}
