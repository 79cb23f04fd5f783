using Barograph.Model;
using Barograph.Server.Changes;

namespace Barograph.Tests.Server.Changes;

public sealed class SuccessorNameTests
{
    [Theory]
    [InlineData("board", "board", "board-2")]
    [InlineData("board-2", "board board-2", "board-3")]
    [InlineData("board", "board board-2 board-3", "board-4")]
    [InlineData("board-9", "board board-9", "board-2")]
    [InlineData("esp-32", "esp-32", "esp-32-2")]
    [InlineData("board-1", "board-1", "board-1-2")]
    [InlineData("board-007x", "board-007x", "board-007x-2")]
    [InlineData("-5", "-5", "-5-2")]
    public void The_next_name_is_the_old_one_with_the_first_free_number(string old, string taken, string next) =>
        Assert.Equal(next, DeviceChanges.SuccessorName(old, [.. taken.Split(' ').Select(Named)]));

    [Fact]
    public void A_username_is_taken_too() =>
        Assert.Equal("board-3", DeviceChanges.SuccessorName("board", [Named("board"), new Device(2, "x", "board-2", default, null, [])]));

    [Theory]
    [InlineData("a", 64)]
    [InlineData("ü", 64)]
    [InlineData("😀", 32)]
    public void A_name_as_long_as_may_be_is_cut(string letter, int count)
    {
        string old = string.Concat(Enumerable.Repeat(letter, count));

        string next = DeviceChanges.SuccessorName(old, [Named(old)]);

        Assert.EndsWith(letter + "-2", next, StringComparison.Ordinal);
        Assert.True(NameRule.TryDevice(next, out string? valid, out _));
        Assert.Equal(next, valid);
    }

    private static Device Named(string name) => new(1, name, null, default, null, []);
}
