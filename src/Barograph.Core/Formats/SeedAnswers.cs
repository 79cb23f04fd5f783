using System.Text;
using Barograph.Model;

namespace Barograph.Formats;

/// <summary>
/// The bodies that the seed's server answered with, byte for byte (content type <c>application/json</c>). With them go status 200 for a
/// stored report, 201 for the greeting, and the error's own status for an error.
/// </summary>
public static class SeedAnswers
{
    /// <summary>After a good POST. The number is no mistake: the seed's view returned 201 as its data, and the status was 200.</summary>
    public static ReadOnlySpan<byte> Stored => "201\n"u8;

    /// <summary>To a GET.</summary>
    public static ReadOnlySpan<byte> Greeting => "{\"message\": \"Feel free to interact, if you know how\"}\n"u8;

    /// <summary>
    /// An error as the seed's parser wrote it: <c>{"message": {"temperature": "…"}}</c> for one argument, <c>{"message": "…"}</c> otherwise.
    /// Under 1 kB for every rejection of <see cref="SeedRequest"/>.
    /// </summary>
    public static byte[] Error(Rejection rejection)
    {
        string? argument = rejection.Error == Errors.LocationInvalid ? "location" : rejection.Metric;
        var json = new StringBuilder("{\"message\": ");
        if (argument is not null)
            PythonText.AppendJson(json.Append('{'), argument).Append(": ");
        PythonText.AppendJson(json, rejection.Detail).Append(argument is null ? "}\n" : "}}\n");
        return Encoding.ASCII.GetBytes(json.ToString());
    }
}
