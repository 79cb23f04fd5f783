using Barograph.Model;
using Barograph.Server.Notify;

namespace Barograph.Tests.Server.Notify;

public sealed class RetryPlanTests
{
    private static readonly Instant Start = Instant.FromUnixSeconds(1_700_000_000);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(5, 16)]
    [InlineData(11, 900)]
    [InlineData(1000, 900)]
    public void The_pauses_grow_to_a_quarter_of_an_hour_half_more_or_less(int attempts, double seconds)
    {
        Assert.Equal(Start + TimeSpan.FromSeconds(seconds * 0.5), RetryPlan.NextAfter(Tried(attempts), Start, 0));
        Assert.Equal(Start + TimeSpan.FromSeconds(seconds * 1.5), RetryPlan.NextAfter(Tried(attempts), Start, 1));
    }

    [Fact]
    public void It_is_given_up_after_two_days_and_a_drill_after_an_hour()
    {
        Assert.NotNull(RetryPlan.NextAfter(Tried(9), Start + TimeSpan.FromHours(47.9), 0.5));
        Assert.Null(RetryPlan.NextAfter(Tried(9), Start + TimeSpan.FromHours(48), 0.5));
        Assert.NotNull(RetryPlan.NextAfter(Tried(9) with { Kind = NoticeKind.Drill }, Start + TimeSpan.FromMinutes(59), 0.5));
        Assert.Null(RetryPlan.NextAfter(Tried(9) with { Kind = NoticeKind.Drill }, Start + TimeSpan.FromMinutes(60), 0.5));
    }

    private static Notice Tried(int attempts) => new("0", 1, NoticeKind.Firing, [], "{}", Start, Start, attempts);
}
