using Barograph.Model;
using Barograph.Tests.Layout;

namespace Barograph.Tests.Model;

public sealed class ErrorCatalogueTests
{
    [Fact]
    public void The_written_catalogue_lists_the_same_errors_in_the_same_order()
    {
        string[] written = [.. File.ReadLines(Path.Combine(Repository.Root, "spec", "error-codes.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))];
        Assert.Equal(Errors.All.Select(error => $"| `{error.Code}` | {error.Status} | {error.Title} |"), written);
    }

    [Fact]
    public void No_code_is_used_twice_and_every_entry_is_listed()
    {
        Assert.Equal(Errors.All.Length, Errors.All.Select(error => error.Code).Distinct().Count());
        int fields = typeof(Errors).GetFields().Count(field => field.FieldType == typeof(ErrorKind));
        Assert.Equal(fields, Errors.All.Length);
    }
}
