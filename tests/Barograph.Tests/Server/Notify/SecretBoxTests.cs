using Barograph.Server.Notify;

namespace Barograph.Tests.Server.Notify;

public sealed class SecretBoxTests
{
    [Fact]
    public void What_is_sealed_is_opened_with_the_same_key_only()
    {
        using TempFolder here = new(), there = new();
        SecretBox box = new(Path.Combine(here.Root, "alerts.key"));

        string sealed1 = box.Seal("pässwort"), sealed2 = box.Seal("pässwort");

        Assert.NotEqual(sealed1, sealed2);
        Assert.DoesNotContain("wort", sealed1, StringComparison.Ordinal);
        Assert.Equal("pässwort", new SecretBox(Path.Combine(here.Root, "alerts.key")).Open(sealed1));
        Assert.Null(new SecretBox(Path.Combine(there.Root, "alerts.key")).Open(sealed1));
        new SecretBox(Path.Combine(there.Root, "alerts.key")).Seal("other");
        Assert.Null(new SecretBox(Path.Combine(there.Root, "alerts.key")).Open(sealed1));
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(box.KeyFile) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Fact]
    public void What_was_changed_is_not_opened()
    {
        using TempFolder folder = new();
        SecretBox box = new(Path.Combine(folder.Root, "alerts.key"));
        byte[] bytes = Convert.FromBase64String(box.Seal("secret")[2..]);

        for (int i = 0; i < bytes.Length; i++)
        {
            byte[] changed = [.. bytes];
            changed[i] ^= 1;
            Assert.Null(box.Open("1:" + Convert.ToBase64String(changed)));
        }
        foreach (string text in (string[])["", "1:", "1:!", "1:AAAA", "2:" + Convert.ToBase64String(bytes)])
            Assert.Null(box.Open(text));
    }
}
