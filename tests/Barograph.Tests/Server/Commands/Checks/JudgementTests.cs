using Barograph.Server.Commands.Checks;
using Barograph.Server.Running;
using Barograph.Storage;

namespace Barograph.Tests.Server.Commands.Checks;

/// <summary>Where the doctor draws its lines.</summary>
public sealed class JudgementTests
{
    private const long Giga = 1L << 30;

    // free, total
    [Theory]
    [InlineData(Giga / 20, Giga * 100, FindingLevel.Fault)]
    [InlineData(Giga - 1, Giga * 2, FindingLevel.Warning)]
    [InlineData(Giga, Giga * 2, FindingLevel.Fine)]
    [InlineData(Giga * 9, Giga * 100, FindingLevel.Warning)]
    [InlineData(Giga * 10, Giga * 100, FindingLevel.Fine)]
    public void A_disk_is_too_full_below_a_tenth_or_a_gigabyte(long free, long total, FindingLevel level) =>
        Assert.Equal(level, DiskSpace.Judge("disk space", "/x", free, total).Level);

    // The kernel's status bits: STA_PLL, STA_UNSYNC, STA_NANO (adjtimex(2)).
    [Theory]
    [InlineData(0x2001, FindingLevel.Fine)]
    [InlineData(0x0040, FindingLevel.Warning)]
    [InlineData(0x2041, FindingLevel.Warning)]
    public void A_clock_that_nobody_keeps_is_doubtful(int status, FindingLevel level) => Assert.Equal(level, TimeService.Judge(status).Level);

    // rights of a file of user 10 and group 20; who asks, with which groups
    [Theory]
    [InlineData("rw-------", 10u, 5u, true)]
    [InlineData("rw-------", 11u, 20u, false)]
    [InlineData("rw-rw----", 11u, 20u, true)]
    [InlineData("rw-rw----", 11u, 5u, false)]
    [InlineData("rw-rw-rw-", 11u, 5u, true)]
    // The first class that fits decides, even if a later one would give more.
    [InlineData("r--rw-rw-", 10u, 20u, false)]
    [InlineData("rw-r--rw-", 11u, 20u, false)]
    public void A_right_is_the_kernels(string rights, uint user, uint group, bool expected)
    {
        UnixFileMode mode = UnixFileMode.None;
        for (int i = 0; i < 9; i++)
            if (rights[i] != '-')
                mode |= (UnixFileMode)(1 << (8 - i));

        Assert.Equal(expected, new FileOwner(10, 20, mode).Allows(UnixFileMode.OtherWrite, user, [group]));
    }

    [Fact]
    public void Users_and_groups_are_found_by_name_and_number()
    {
        var accounts = new UnixAccounts(
            "root:x:0:0:root:/root:/bin/bash\nwww-data:x:33:33::/var/www:/usr/sbin/nologin\nbroken\n",
            "root:x:0:\nwww-data:x:33:\nbarograph:x:995:www-data,admin\nadmins:x:7:xwww-data\n");

        Assert.Equal((995u, 7u, 4711u, null), (accounts.FindGroup("barograph"), accounts.FindGroup("7"), accounts.FindGroup("4711"), accounts.FindGroup("none")));
        Assert.Equal(("barograph", "4711"), (accounts.NameOfGroup(995), accounts.NameOfGroup(4711)));
        Assert.Equal((33u, null), (accounts.FindUser("www-data"), accounts.FindUser("nginx")));
        Assert.Equal([33u, 995u], accounts.GroupsOf("www-data").Order());
        Assert.Empty(accounts.GroupsOf("nginx"));
    }
}
