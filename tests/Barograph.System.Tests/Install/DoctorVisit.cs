using System.Diagnostics;
using System.Text.Json;

namespace Barograph.SystemTests.Install;

/// <summary>One run of <c>barograph doctor --json</c> with settings from the environment, and what it found.</summary>
public sealed class DoctorVisit(CommandResult result)
{
    public int ExitCode => result.ExitCode;

    public static async Task<DoctorVisit> MakeAsync(Place place, params (string Variable, string Value)[] environment)
    {
        ProcessStartInfo start = ProductBinary.Default.StartInfo(place.Folder, ["doctor", "--json", .. place.Options]);
        foreach ((string variable, string value) in environment)
            start.Environment[variable] = value;
        return new DoctorVisit(await ProductCommand.RunAsync(start, null));
    }

    /// <summary>The findings about one subject, each as "level: text".</summary>
    public IReadOnlyList<string> About(string subject) =>
        [.. result.Json.EnumerateArray().Where(finding => Text(finding, "subject") == subject).Select(finding => $"{Text(finding, "level")}: {Text(finding, "text")}")];

    /// <summary>Asserts that there is exactly one finding about the subject, of this level and with these words in it.</summary>
    public void Says(string subject, string level, string words)
    {
        IReadOnlyList<string> found = About(subject);
        Assert.True(found is [string one] && one.StartsWith(level + ": ", StringComparison.Ordinal) && one.Contains(words, StringComparison.Ordinal),
            $"expected about {subject}: {level}: …{words}…\n{result}");
        // A fault fails the command, and nothing else does.
        Assert.Equal(result.Json.EnumerateArray().Any(finding => Text(finding, "level") == "fault") ? 1 : 0, ExitCode);
    }

    private static string Text(JsonElement finding, string name) => finding.GetProperty(name).GetString()!;
}
