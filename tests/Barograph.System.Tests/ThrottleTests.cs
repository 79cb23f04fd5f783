using System.Net;

namespace Barograph.SystemTests;

/// <summary>Wrong credentials are counted by name and address; a right one works at any time.</summary>
public sealed class ThrottleTests
{
    private const int AllowedPerMinute = 20;

    [Fact]
    public async Task After_twenty_wrong_passwords_the_answer_is_429_and_the_right_one_still_works()
    {
        SharedServer shared = await SeedBoard.PreparedAsync(Engine.Sqlite);
        IPAddress attacker = RawHttp.NewAddress();

        int before429 = await CountUntil429Async(i => TryAsync(shared, attacker, "user", "wrong" + i));

        // The minute may turn in the middle; then the count begins anew, once.
        Assert.InRange(before429, AllowedPerMinute, 2 * AllowedPerMinute);
        RawAnswer refused = await TryAsync(shared, attacker, "user", "wrong again");
        Assert.Equal(429, refused.Status);
        Assert.NotNull(refused.Header("Retry-After"));
        Assert.Equal(200, (await TryAsync(shared, attacker, "user", "pass")).Status);
        Assert.Equal(401, (await TryAsync(shared, attacker, "another", "wrong")).Status);
        Assert.Equal(401, (await TryAsync(shared, RawHttp.NewAddress(), "user", "wrong")).Status);
        Assert.Equal(200, (await shared.BoardApi.ReportAsync("""{"location":"throttle","a":1}""")).Status);
    }

    [Fact]
    public async Task Wrong_tokens_are_counted_too()
    {
        SharedServer shared = await SharedServers.GetAsync(Engine.Sqlite);
        IPAddress attacker = RawHttp.NewAddress();
        Task<RawAnswer> TryTokenAsync(string token) => RawHttp.SendAsync(shared.Server.Target,
            RawHttp.Request("POST", "/api/v1/reports", """{"location":"throttle","a":1}""", "Authorization: Bearer " + token), attacker);

        int before429 = await CountUntil429Async(i => TryTokenAsync("bg" + i));

        Assert.InRange(before429, AllowedPerMinute, 2 * AllowedPerMinute);
        Assert.Equal(200, (await TryTokenAsync(shared.Board)).Status);
    }

    [Fact]
    public async Task Signing_in_is_counted_and_never_locks_the_owner_out()
    {
        SharedServer shared = await SharedServers.GetAsync(Engine.Sqlite);
        IPAddress attacker = RawHttp.NewAddress();
        Task<RawAnswer> SignInAsync(string password) => RawHttp.SendAsync(shared.Server.Target, RawHttp.Request("POST", "/signin",
            $"name={Owner.Name}&password={Uri.EscapeDataString(password)}", "Content-Type: application/x-www-form-urlencoded"), attacker);

        int before429 = await CountUntil429Async(i => SignInAsync("wrong password " + i));

        Assert.InRange(before429, AllowedPerMinute, 2 * AllowedPerMinute);
        Assert.Equal(303, (await SignInAsync(Owner.Password)).Status);
    }

    private static async Task<int> CountUntil429Async(Func<int, Task<RawAnswer>> tryWrong)
    {
        for (int i = 0; i <= 2 * AllowedPerMinute; i++)
        {
            RawAnswer answer = await tryWrong(i);
            if (answer.Status == 429)
                return i;
            Assert.True(answer.Status == 401, answer.ToString());
        }
        return int.MaxValue;
    }

    private static Task<RawAnswer> TryAsync(SharedServer shared, IPAddress from, string name, string password) =>
        RawHttp.SendAsync(shared.Server.Target,
            RawHttp.Request("POST", "/SQL_API/", "temperature=1&location=throttle", "Authorization: " + RawHttp.Basic(name, password)), from);
}
