using System.Text.Json;

namespace Barograph.SystemTests.OpenApi;

/// <summary>The document as such: it is the committed one, and nothing in it is made up.</summary>
public sealed class OpenApiDocumentTests(SplitServers split) : IClassFixture<SplitServers>
{
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task The_server_tells_the_committed_document(Engine engine)
    {
        SharedServer shared = await SharedServers.GetAsync(engine);

        RawAnswer answer = await shared.Server.Api().GetAsync("/openapi/v1.json");

        Assert.Equal(200, answer.Status);
        if (Environment.GetEnvironmentVariable("REFRESH") == "1")
            await File.WriteAllTextAsync(SpokenInterface.File, answer.Text, TestContext.Current.CancellationToken);
        Assert.True(answer.Text == await File.ReadAllTextAsync(SpokenInterface.File, TestContext.Current.CancellationToken),
            "spec/openapi.json is not what the server tells. If the change is meant: REFRESH=1 ./test OpenApiDocument");
    }

    [Fact]
    public async Task In_two_parts_the_site_tells_the_same_document_for_both()
    {
        RawAnswer answer = await split.Site.Api().GetAsync("/openapi/v1.json");

        Assert.True(answer.Text == await File.ReadAllTextAsync(SpokenInterface.File, TestContext.Current.CancellationToken), answer.Head);
    }

    [Fact]
    public void Every_operation_has_a_name_of_its_own_a_group_and_a_sentence()
    {
        JsonElement[] operations = [.. SpokenInterface.Committed.Operations.Select(operation => SpokenInterface.Committed[operation])];

        Assert.Equal(operations.Length, operations.Select(operation => operation.GetProperty("operationId").GetString()).Distinct().Count());
        Assert.All(operations, operation =>
        {
            Assert.EndsWith(".", operation.GetProperty("summary").GetString(), StringComparison.Ordinal);
            Assert.Single(operation.GetProperty("tags").EnumerateArray());
            Assert.True(operation.TryGetProperty("security", out _));
        });
    }

    [Fact]
    public void Every_code_stands_in_the_catalogue_with_its_status()
    {
        Dictionary<string, string> catalogue = File.ReadLines(Path.Combine(Repository.Root, "spec", "error-codes.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .ToDictionary(cells => cells[1].Trim('`'), cells => cells[2]);
        List<string> all = Words(SpokenInterface.Committed.Document.GetProperty("components").GetProperty("schemas").GetProperty("ErrorCode"));
        Assert.Equal(catalogue.Keys, all);

        int seen = 0;
        foreach (string operation in SpokenInterface.Committed.Operations)
            foreach (JsonProperty response in SpokenInterface.Committed[operation].GetProperty("responses").EnumerateObject())
                if (response.Value.TryGetProperty("content", out JsonElement content) && content.TryGetProperty("application/problem+json", out JsonElement problem))
                    foreach (string code in Words(problem.GetProperty("schema").GetProperty("allOf")[1].GetProperty("properties").GetProperty("code")))
                    {
                        // A request that stops in the middle is not readable either, and has a status of its own.
                        Assert.True(catalogue[code] == response.Name || (code, response.Name) == ("body_not_readable", "408"), $"{operation} {response.Name} {code}");
                        seen++;
                    }
        Assert.True(seen > 50, $"{seen} codes were looked at");
    }

    private static List<string> Words(JsonElement schema) => [.. schema.GetProperty("enum").EnumerateArray().Select(word => word.GetString()!)];
}
