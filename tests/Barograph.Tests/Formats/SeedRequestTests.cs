using System.Text;
using System.Text.Json;
using Barograph.Formats;
using Barograph.Model;
using CsCheck;

namespace Barograph.Tests.Formats;

public sealed class SeedRequestTests
{
    // The right-hand sides were printed by Python 3.11: repr of the ValueError of float(), through json.dumps.
    [Theory]
    [InlineData("abc", @"'abc'")]
    [InlineData("None", @"'None'")]
    [InlineData("a'b", @"\""a'b\""")]
    [InlineData("a\"b", @"'a\""b'")]
    [InlineData("a'b\"c", @"'a\\'b\""c'")]
    [InlineData("a\\b", @"'a\\\\b'")]
    [InlineData("a\tb\nc\rd", @"'a\\tb\\nc\\rd'")]
    [InlineData("\0\u0001\u007f\u0085\u00a0\u00ad", @"'\\x00\\x01\\x7f\\x85\\xa0\\xad'")]
    [InlineData("\u200b\u2028\u3000\ue000", @"'\\u200b\\u2028\\u3000\\ue000'")]
    [InlineData("21°C", @"'21\u00b0C'")]
    [InlineData("🌡", @"'\ud83c\udf21'")]
    [InlineData("\U000e0001", @"'\\U000e0001'")]
    public void A_bad_number_is_quoted_as_Python_quotes_it(string sent, string quoted)
    {
        string answer = ErrorAnswer(Encoding.ASCII.GetBytes("temperature=" + Uri.EscapeDataString(sent)));
        Assert.Equal("{\"message\": {\"temperature\": \"could not convert string to float: " + quoted + "\"}}\n", answer);
    }

    [Theory]
    [InlineData("""{"temperature":[]}""", "temperature=1", "", "")]
    [InlineData("""{"temperature":null}""", "temperature=1&wetness=0", "", "")]
    [InlineData("""{"temperature":[[1]]}""", "", "", "float() argument must be a string or a number, not 'list'")]
    [InlineData("""{"temperature":[{}]}""", "", "", "float() argument must be a string or a number, not 'dict'")]
    [InlineData("""{"temperature":[null,5],"wetness":false}""", "", "", "")]
    [InlineData("""{"temperature":1,"temperature":"x"}""", "", "", "could not convert string to float: 'x'")]
    [InlineData("""{"\u0074emperature":"x"}""", "", "", "could not convert string to float: 'x'")]
    [InlineData("""{"temperature":"\ud800"}""", "", "", """could not convert string to float: '\\ud800'""")]
    [InlineData("""{"temperature":"7\u0031.3"}""", "", "", "")]
    [InlineData("""{"location":{},"temperature":1}""", "", "", "The location must be valid text.")]
    [InlineData("""{"location":"\ud800","temperature":1}""", "", "", "The location must be valid text.")]
    [InlineData("", "", "location=%FF&temperature=x", "The location must be valid text.")]
    [InlineData("", "temperature=x", "temperature=1", "could not convert string to float: 'x'")]
    [InlineData("", "?temperature=1", "temperature=x", "")]
    public void The_first_error_wins_and_hidden_sources_are_not_read(string json, string query, string form, string error)
    {
        byte[] body = Encoding.UTF8.GetBytes(json.Length > 0 ? json : form);
        Assert.Equal(error, SeedRequest.Parse(Encoding.UTF8.GetBytes(query), body).Failure?.Detail ?? "");
    }

    [Fact]
    public void Other_fields_are_never_stored()
    {
        ReportSet set = SeedRequest.Parse("battery=3&id=7&time=5"u8, "temperature=1&values=2&Temperature=3"u8);
        Report report = Assert.Single(set.Reports);
        Assert.Equal(new ReportValue("temperature", 1), Assert.Single(report.Values));
        Assert.Null(report.Id);
        Assert.Null(report.Time);
    }

    [Fact]
    public void Every_error_answer_is_JSON_and_under_a_kilobyte() => Gen.String[Gen.Char, 0, 2000].Sample(text =>
    {
        byte[] form = Encoding.UTF8.GetBytes("temperature=" + Uri.EscapeDataString(text.Replace('\uFFFD', '?')) + "%00x");
        string answer = ErrorAnswer(form);
        Assert.True(answer.Length is > 0 and < 1000 && answer.All(char.IsAscii), answer);
        using JsonDocument parsed = JsonDocument.Parse(answer);
        Assert.Equal(JsonValueKind.String, parsed.RootElement.GetProperty("message").GetProperty("temperature").ValueKind);
    });

    [Fact]
    public void The_longest_escapes_fit_into_a_kilobyte()
    {
        byte[] form = Encoding.UTF8.GetBytes("temperature=" + string.Concat(Enumerable.Repeat("\U000e0001'\"", 500)));
        Assert.InRange(ErrorAnswer(form).Length, 100, 1000);
    }

    [Fact]
    public void An_error_that_is_no_argument_s_has_a_bare_message()
    {
        var refused = new Rejection(0, null, Errors.Overloaded, "Später \"ja\"");
        Assert.Equal("{\"message\": \"Sp\\u00e4ter \\\"ja\\\"\"}\n", Encoding.ASCII.GetString(SeedAnswers.Error(refused)));
    }

    private static string ErrorAnswer(byte[] form) => Encoding.ASCII.GetString(SeedAnswers.Error(SeedRequest.Parse([], form).Failure!));
}
