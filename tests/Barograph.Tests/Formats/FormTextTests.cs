using System.Text;
using Barograph.Formats;
using CsCheck;

namespace Barograph.Tests.Formats;

public sealed class FormTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a=1", "a=1;")]
    [InlineData("a=1&b=2", "a=1;b=2;")]
    [InlineData("&&a=1&&b=2&", "a=1;b=2;")]
    [InlineData("a=&b", "a=;b=;")]
    [InlineData("a=1=2", "a=1=2;")]
    [InlineData("=1", "=1;")]
    [InlineData("dateutc=2024-02-08 10: 36: 28&x=y", "dateutc=2024-02-08 10: 36: 28;x=y;")]
    [InlineData("realtime=1&rtfreq2.5", "realtime=1;rtfreq2.5=;")]
    public void Pairs_are_found_in_whatever_a_device_glues_together(string form, string expected)
    {
        var found = new StringBuilder();
        var pairs = new FormPairs(Encoding.UTF8.GetBytes(form));
        while (pairs.MoveNext())
            found.Append(Encoding.UTF8.GetString(pairs.Key)).Append('=').Append(Encoding.UTF8.GetString(pairs.Value)).Append(';');
        Assert.Equal(expected, found.ToString());
    }

    [Theory]
    [InlineData("desk", "desk"), InlineData("a+b%20c d", "a b c d"), InlineData("k%C3%BCche", "küche")]
    [InlineData("k%c3%bcche", "küche"), InlineData("küche", "küche")]
    [InlineData("100%", "100%"), InlineData("%4", "%4"), InlineData("%zz%41", "%zzA"), InlineData("%%41", "%A")]
    [InlineData("%2B%26%3D", "+&=")]
    [InlineData("%00", "\0"), InlineData("%F0%9F%8C%A1", "🌡")]
    public void Values_are_decoded_and_bad_escapes_stand_for_themselves(string sent, string expected)
    {
        Assert.Equal(expected, FormText.DecodeText(Encoding.UTF8.GetBytes(sent), out bool isValid));
        Assert.True(isValid);
    }

    [Fact]
    public void A_last_character_that_was_cut_is_dropped_wherever_it_was_cut()
    {
        foreach (string character in (string[])["ü", "€", "🌡"])
        {
            byte[] whole = Encoding.UTF8.GetBytes("desk" + character);
            for (int length = 5; length < whole.Length; length++)
            {
                Assert.Equal("desk", FormText.DecodeText(whole.AsSpan(0, length), out bool isValid));
                Assert.True(isValid);
            }
        }
    }

    [Theory]
    [InlineData("%FF"), InlineData("a%C3b"), InlineData("%C0%AF"), InlineData("%ED%A0%80"), InlineData("%80")]
    [InlineData("%F5%80%80%80"), InlineData("%C3%28"), InlineData("%FF%C3")]
    public void Other_invalid_UTF_8_is_marked(string sent)
    {
        string text = FormText.DecodeText(Encoding.ASCII.GetBytes(sent), out bool isValid);
        Assert.False(isValid);
        Assert.Contains('\uFFFD', text);
    }

    [Theory]
    [InlineData("location", true), InlineData("%6Cocation", true), InlineData("%6c%6f%63%61%74%69%6f%6e", true)]
    [InlineData("Location", false)]
    [InlineData("locatio", false), InlineData("location ", false), InlineData("%00ocation", false), InlineData("", false)]
    public void A_key_is_compared_decoded(string sent, bool same) =>
        Assert.Equal(same, FormText.KeyIs(Encoding.ASCII.GetBytes(sent), "location"u8));

    [Fact]
    public void What_is_escaped_is_decoded_to_itself() => Gen.String.Where(text => !text.Any(char.IsSurrogate)).Sample(text =>
        FormText.DecodeText(Encoding.ASCII.GetBytes(Uri.EscapeDataString(text)), out bool isValid) == text && isValid);

    [Fact]
    public void Text_of_any_length_is_decoded()
    {
        string text = string.Concat(Enumerable.Repeat("a b", 5000));
        Assert.Equal(text, FormText.DecodeText(Encoding.ASCII.GetBytes(text), out _));
    }
}
