using System.Text.RegularExpressions;

namespace Barograph.SystemTests.Install;

/// <summary>No container engine runs where the tests do, so Dockerfile and compose files are read as a linter reads them.</summary>
public sealed partial class ContainerFileTests
{
    private static readonly string[] Dockerfile = Instructions(Read("Dockerfile"));

    [Fact]
    public void Every_base_image_is_pinned_to_a_version() =>
        Assert.All([.. Of("FROM"), .. ImagesOfCompose().Where(image => !image.StartsWith("postgres:", StringComparison.Ordinal))], image => Assert.Matches(@"^[a-z0-9./-]+:(?!latest)[a-z0-9.-]*[0-9]+\.[0-9]+[a-z0-9.-]*( AS [a-z]+)?$", image));

    /// <summary>A minor version here would keep PostgreSQL's security fixes out.</summary>
    [Fact]
    public void PostgreSQL_is_pinned_to_its_major_version() =>
        Assert.Matches("^postgres:[0-9]{2}-[a-z]+$", Assert.Single(ImagesOfCompose(), image => image.StartsWith("postgres:", StringComparison.Ordinal)));

    [Fact]
    public void It_does_not_run_as_root()
    {
        Assert.Matches("^[1-9][0-9]*:[1-9][0-9]*$", Of("USER")[^1]);
        int user = Array.FindLastIndex(Dockerfile, line => line.StartsWith("USER ", StringComparison.Ordinal));
        Assert.DoesNotContain(Dockerfile[user..], line => line.StartsWith("RUN ", StringComparison.Ordinal) || line.StartsWith("COPY ", StringComparison.Ordinal));
        // The volume is his, and nobody else writes the program.
        Assert.Contains(Of("COPY"), copy => copy.EndsWith(" /data/", StringComparison.Ordinal) && copy.Contains($"--chown={Of("USER")[^1]} ", StringComparison.Ordinal));
    }

    [Fact]
    public void Lists_of_packages_are_not_kept()
    {
        foreach (string run in Of("RUN").Where(run => run.Contains("apt-get", StringComparison.Ordinal)))
        {
            Assert.Contains("rm -rf /var/lib/apt/lists/*", run, StringComparison.Ordinal);
            Assert.Contains("--no-install-recommends", run, StringComparison.Ordinal);
            Assert.Contains("install -y", run, StringComparison.Ordinal);
        }
        Assert.Contains(Of("RUN"), run => run.Contains("apt-get", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ENTRYPOINT")]
    [InlineData("CMD")]
    public void The_server_gets_its_signals_itself(string instruction) => Assert.StartsWith("[\"", Assert.Single(Of(instruction)), StringComparison.Ordinal);

    [Fact]
    public void No_secret_is_built_in()
    {
        Assert.DoesNotContain(Of("ENV").Concat(Of("ARG")), text => Secret().IsMatch(text));
        foreach (string file in (string[])["compose.yaml", "compose.postgres.yaml"])
            foreach (string line in Read(file).Split('\n').Where(line => Secret().IsMatch(line)))
                // A secret is the name of one, or of a file.
                Assert.Matches(@"^\s*(#.*|(- )?[a-z-]+:?|file: \./secrets/[a-z-]+|[A-Z_]+_FILE: /run/secrets/[a-z-]+)$", line);
    }

    [Fact]
    public void Whatever_is_copied_is_there_and_is_not_ignored()
    {
        string[] allowed = [.. Read(".dockerignore").Split('\n').Where(line => line.StartsWith('!')).Select(line => line[1..])];
        string[] sources = [.. Of("COPY").Where(copy => !copy.StartsWith("--from", StringComparison.Ordinal)).SelectMany(copy => copy.Split(' ')[..^1]).Select(source => source.TrimEnd('/'))];

        Assert.NotEmpty(sources);
        foreach (string source in sources)
        {
            Assert.True(Path.Exists(Path.Combine(Repository.Root, source)), source);
            Assert.Contains(source, allowed);
        }
        Assert.Equal(allowed.Order(), sources.Order());
        // All that the build of the projects reads at the root.
        foreach (string file in Directory.GetFiles(Repository.Root).Select(file => Path.GetFileName(file)!).Where(file => file.StartsWith("Directory.", StringComparison.Ordinal)))
            Assert.Contains(file, sources);
    }

    [Fact]
    public void The_image_knows_its_port_its_volume_and_its_health()
    {
        Assert.Equal(["8013"], Of("EXPOSE"));
        Assert.Equal(["/data"], Of("VOLUME"));
        string command = Of("HEALTHCHECK")[0].Split(" CMD ")[1];
        Assert.StartsWith(Of("ENTRYPOINT")[0].TrimEnd(']'), command, StringComparison.Ordinal);
        Assert.EndsWith("\"health\"]", command, StringComparison.Ordinal);
        Assert.Contains($"test: [\"CMD\", {command[1..]}", Read("compose.yaml"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("compose.yaml", "barograph", true)]
    [InlineData("compose.postgres.yaml", "postgres", true)]
    [InlineData("compose.postgres.yaml", "setup", false)]
    public void Every_service_is_restarted_watched_and_without_new_rights(string file, string service, bool stays)
    {
        string block = Service(file, service);

        Assert.Contains("no-new-privileges:true", block, StringComparison.Ordinal);
        Assert.Contains(stays ? "restart: unless-stopped" : "restart: \"no\"", block, StringComparison.Ordinal);
        Assert.Equal(stays, block.Contains("healthcheck:", StringComparison.Ordinal));
        Assert.DoesNotContain("privileged:", block, StringComparison.Ordinal);
        Assert.DoesNotContain("docker.sock", block, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_secret_and_volume_that_is_used_is_declared()
    {
        string postgres = Read("compose.postgres.yaml");
        foreach (Match used in UsedSecret().Matches(postgres))
            Assert.Contains($"\n  {used.Groups[1].Value}:\n    file: ./secrets/{used.Groups[1].Value}\n", postgres, StringComparison.Ordinal);
        Assert.Equal(3, UsedSecret().Count(postgres));
        foreach (string file in (string[])["compose.yaml", "compose.postgres.yaml"])
            foreach (Match volume in UsedVolume().Matches(Read(file)))
                Assert.Contains($"\nvolumes:\n  {volume.Groups[1].Value}:\n", Read(file), StringComparison.Ordinal);
        // Never committed.
        Assert.Contains("secrets/", Read(".gitignore").Split('\n'));
    }

    /// <summary>The client's own judgement, where it is there: it needs no engine for this.</summary>
    [Theory]
    [InlineData("compose.yaml")]
    [InlineData("compose.yaml", "compose.postgres.yaml")]
    public async Task The_client_can_read_the_files(params string[] files)
    {
        string[] arguments = ["compose", .. files.SelectMany(file => new[] { "-f", Path.Combine(Repository.Root, file) }), "config", "--quiet"];
        string there = await Shell.RunAsync("sh", "-c", "docker compose version >/dev/null 2>&1 && echo yes || echo no");
        if (there.Trim() == "yes")
            Assert.Equal("", await Shell.RunAsync("docker", arguments));
        else
            // Without it: at least no tab, and steps of two spaces, which is what breaks such a file.
            Assert.All(files, file => Assert.All(Read(file).Split('\n'), line => Assert.Matches(@"^(  )*([^ \t].*)?$", line)));
    }

    private static string Read(string file) => File.ReadAllText(Path.Combine(Repository.Root, file));

    /// <summary>Without comments, and with continued lines joined.</summary>
    private static string[] Instructions(string text) =>
        [.. text.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n').Where(line => line.Length > 0 && !line.StartsWith('#'))];

    private static string[] Of(string instruction) =>
        [.. Dockerfile.Where(line => line.StartsWith(instruction + " ", StringComparison.Ordinal)).Select(line => line[(instruction.Length + 1)..].Trim())];

    private static IEnumerable<string> ImagesOfCompose() =>
        ((string[])["compose.yaml", "compose.postgres.yaml"]).SelectMany(file => Image().Matches(Read(file)).Select(match => match.Groups[1].Value));

    private static string Service(string file, string name)
    {
        string text = Read(file);
        Match block = Regex.Match(text, $@"^  {name}:\n((?:    .*\n|\n|  #.*\n)*)", RegexOptions.Multiline);
        return block.Success ? block.Value : throw new InvalidOperationException($"{name} is not in {file}");
    }

    [GeneratedRegex(@"^\s+image: (.+)$", RegexOptions.Multiline)]
    private static partial Regex Image();

    [GeneratedRegex("password|secret|token|admin", RegexOptions.IgnoreCase)]
    private static partial Regex Secret();

    [GeneratedRegex(@"^    secrets:\n      - ([a-z-]+)$", RegexOptions.Multiline)]
    private static partial Regex UsedSecret();

    [GeneratedRegex(@"^      - ([a-z-]+):/", RegexOptions.Multiline)]
    private static partial Regex UsedVolume();
}
