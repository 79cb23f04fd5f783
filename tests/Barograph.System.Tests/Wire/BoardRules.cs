namespace Barograph.SystemTests.Wire;

/// <summary>What every answer to a board must be, because of what old firmware can read: PROTOCOLS, rules of all ingest endpoints.</summary>
public static class BoardRules
{
    private const int MaxBytes = 1000;

    public static void AssertReadable(RawAnswer answer)
    {
        Assert.True(answer.StatusLine.StartsWith("HTTP/1.1 ", StringComparison.Ordinal), answer.StatusLine);
        Assert.True(answer.Status >= 200, "an interim answer is taken for the answer");
        // A 204 has no body, and may not say how long it is.
        Assert.True(answer.Status == 204 ? answer.Body.Length == 0 : answer.Header("Content-Length") is not null, "no Content-Length:\n" + answer);
        Assert.True(answer.Header("Transfer-Encoding") is null, "chunked:\n" + answer);
        Assert.True(answer.Header("Location") is null, "a redirect:\n" + answer);
        Assert.True(answer.Head.Length + 4 + answer.Body.Length < MaxBytes, $"{answer.Head.Length + 4 + answer.Body.Length} bytes:\n{answer}");
    }
}
