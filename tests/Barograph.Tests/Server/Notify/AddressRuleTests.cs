using System.Net;
using Barograph.Server.Notify;

namespace Barograph.Tests.Server.Notify;

public sealed class AddressRuleTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.0.3")]
    [InlineData("10.1.2.3")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.178.1")]
    [InlineData("100.64.0.1")]
    [InlineData("::1")]
    [InlineData("fd00::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:192.168.1.1")]
    public void A_private_address_needs_an_owners_word(string address)
    {
        Assert.False(AddressRule.Allows(IPAddress.Parse(address), allowsLan: false));
        Assert.True(AddressRule.Allows(IPAddress.Parse(address), allowsLan: true));
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("0.1.2.3")]
    [InlineData("169.254.169.254")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("fe80::1")]
    [InlineData("::")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("ff02::1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2001:0:1::1")]
    public void Some_addresses_are_never_allowed(string address) => Assert.False(AddressRule.Allows(IPAddress.Parse(address), allowsLan: true));

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("172.32.0.1")]
    [InlineData("100.128.0.1")]
    [InlineData("192.169.0.1")]
    [InlineData("2606:4700::1111")]
    public void Public_addresses_are_allowed(string address) => Assert.True(AddressRule.Allows(IPAddress.Parse(address), allowsLan: false));
}
