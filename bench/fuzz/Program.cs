using System.Diagnostics;
using System.Globalization;
using Barograph.Fuzz;

// dotnet run --project bench/fuzz -c Release -- [executions] [seed] [parser]
int executions = args.Length > 0 ? int.Parse(args[0], NumberStyles.AllowThousands, CultureInfo.InvariantCulture) : 1_000_000;
int seed = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 8;
string? only = args.Length > 2 ? args[2] : null;
string root = Directory.GetCurrentDirectory();
while (!File.Exists(Path.Combine(root, "Barograph.slnx")))
    root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("Run it from inside a checkout.");
string findings = Path.Combine(root, "artifacts", "fuzz");
int found = 0;
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed}, {executions:N0} executions for each parser"));
foreach (FuzzTarget target in Targets.All(Path.Combine(root, "spec", "payloads")))
    if (only is null || only == target.Name)
        found += Fuzz(target);
Console.WriteLine(found == 0 ? "no findings" : $"{found} findings in {findings}");
return found == 0 ? 0 : 1;

int Fuzz(FuzzTarget target)
{
    Mutation mutation = new(new Random(seed), target.Seeds);
    Dictionary<string, int> failures = [];
    TimeSpan slowest = TimeSpan.Zero;
    long begin = Stopwatch.GetTimestamp();
    for (int i = 0; i < executions; i++)
    {
        FuzzInput input = mutation.Next();
        long start = Stopwatch.GetTimestamp();
        try
        {
            target.Run(input);
        }
        catch (Exception defect)
        {
            string place = $"{defect.GetType().Name} {defect.StackTrace?.Split('\n').FirstOrDefault()?.Trim()}";
            // The same place once is enough; the count tells the rest.
            if (failures.TryAdd(place, 0))
                Keep(target, failures.Count, input, defect);
            failures[place]++;
        }
        TimeSpan took = Stopwatch.GetElapsedTime(start);
        slowest = took > slowest ? took : slowest;
    }
    TimeSpan whole = Stopwatch.GetElapsedTime(begin);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{target.Name,-22} {executions,12:N0} executions {whole.TotalSeconds,7:F1} s, slowest {slowest.TotalMilliseconds,7:F1} ms, {target.Seeds.Count,3} seeds, {failures.Count} findings"));
    return failures.Count;
}

void Keep(FuzzTarget target, int number, FuzzInput input, Exception defect)
{
    Directory.CreateDirectory(findings);
    string path = Path.Combine(findings, string.Create(CultureInfo.InvariantCulture, $"{target.Name}-{number}"));
    File.WriteAllBytes(path + ".query", input.Query);
    File.WriteAllBytes(path + ".body", input.Body);
    File.WriteAllText(path + ".txt", defect.ToString());
    Console.WriteLine($"{target.Name}: {defect.GetType().Name}: {defect.Message} -> {path}.*");
}
