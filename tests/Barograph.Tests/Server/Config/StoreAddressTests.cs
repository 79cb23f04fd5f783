using Barograph.Server.Config;

namespace Barograph.Tests.Server.Config;

public sealed class StoreAddressTests
{
    [Theory]
    [InlineData("sqlite:./data/b.db", StoreKind.Sqlite, "./data/b.db", "sqlite:./data/b.db")]
    [InlineData("sqlite:b.db", StoreKind.Sqlite, "b.db", "sqlite:b.db")]
    [InlineData("sqlite:/with space/ü.db", StoreKind.Sqlite, "/with space/ü.db", "sqlite:/with space/ü.db")]
    [InlineData("postgres:Host=/run/pg;Database=d;Username=u;Password=geheim", StoreKind.Postgres,
        "Host=/run/pg;Database=d;Username=u;Password=geheim", "postgres:Host=/run/pg;Database=d;Username=u")]
    [InlineData("postgres:Server=h;User Id=u;Pwd='a;b'", StoreKind.Postgres, "Server=h;User Id=u;Pwd='a;b'", "postgres:Host=h;Database=;Username=u")]
    public void An_address_is_a_kind_and_a_value_and_shows_no_secret(string text, StoreKind kind, string value, string shown)
    {
        StoreAddress address = StoreAddress.Parse(text, out string? problem);
        Assert.Null(problem);
        Assert.Equal((kind, value, shown), (address.Kind, address.Value, address.ToString()));
    }

    [Theory]
    [InlineData("", "sqlite:PATH or postgres:")]
    [InlineData("/var/lib/b.db", "sqlite:PATH or postgres:")]
    [InlineData("SQLITE:x", "sqlite:PATH or postgres:")]
    [InlineData("sqlite:", "is missing")]
    [InlineData("sqlite::memory:", "would lose every reading")]
    [InlineData("sqlite:/tmp", "is a folder")]
    [InlineData("sqlite:nowhere/", "is a folder")]
    [InlineData("postgres:", "is missing")]
    [InlineData("postgres://u:geheim@h/d", "not a URL")]
    [InlineData("postgres:Host=h;geheim", "is not valid")]
    [InlineData("postgres:Host=h;Geheim=1", "is not valid")]
    [InlineData("postgres:Host=h;Port=geheim", "is not valid")]
    public void What_is_no_address_is_refused_without_being_repeated(string text, string expected)
    {
        StoreAddress address = StoreAddress.Parse(text, out string? problem);
        Assert.Contains(expected, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", problem + address, StringComparison.OrdinalIgnoreCase);
    }
}
