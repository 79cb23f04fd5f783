using System.Globalization;

namespace Barograph.Load;

/// <summary>A word that says what to do, and <c>--name value</c> pairs.</summary>
public sealed class Options
{
    private readonly Dictionary<string, string> _values = [];

    private Options(string what) => What = what;

    public string What { get; }

    public TimeSpan Duration => TimeSpan.FromSeconds(Number("seconds"));

    public static Options Read(string[] arguments)
    {
        var options = new Options(arguments.FirstOrDefault() ?? "nothing");
        for (int i = 1; i + 1 < arguments.Length; i += 2)
            options._values[arguments[i].TrimStart('-')] = arguments[i + 1];
        return options;
    }

    public string Text(string name) => _values.TryGetValue(name, out string? text) ? text : throw new ArgumentException($"--{name} is missing.");

    public double Number(string name) => double.Parse(Text(name), NumberStyles.Float, CultureInfo.InvariantCulture);

    public int Count(string name) => int.Parse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>The parts of the file that the option names, which are separated by a NUL.</summary>
    public byte[][] Parts(string name) =>
        [.. File.ReadAllText(Text(name)).Split('\0').Select(System.Text.Encoding.UTF8.GetBytes)];
}
