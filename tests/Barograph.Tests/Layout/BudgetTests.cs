namespace Barograph.Tests.Layout;

public sealed class BudgetTests
{
    private static readonly IReadOnlyList<SourceFile> Product = Repository.Sources("src");

    // Measured by themselves, lest many short tests make room for long methods in the product.
    private static readonly IReadOnlyList<SourceFile> Tests = Repository.Sources("tests", "bench");

    [Fact]
    public void Files_keep_to_their_budget()
    {
        Violations.None(Budget.LongFiles(Product));
        Violations.None(Budget.LongFiles(Tests));
    }

    [Fact]
    public void Methods_keep_to_their_budget()
    {
        Violations.None(Budget.LongMethods(Product));
        Violations.None(Budget.LongMethods(Tests));
    }

    [Fact]
    public void Parameter_lists_keep_to_their_budget() => Violations.None(Product.Concat(Tests).SelectMany(Budget.LongParameterLists));

    [Theory]
    [InlineData(1, 600, 1)]
    [InlineData(1, 601, 2)]
    [InlineData(19, 351, 19)]
    [InlineData(20, 351, 19)]
    [InlineData(20, 350, 0)]
    public void Files_that_are_too_long_are_found(int count, int lines, int expected)
    {
        SourceFile[] files = [.. Enumerable.Repeat(new SourceFile("src/Long.cs", new string('\n', lines)), count)];

        Assert.Equal(expected, Budget.LongFiles(files).Count());
    }

    [Theory]
    [InlineData(2, 40, 0, 0)]
    [InlineData(2, 41, 0, 2)]
    [InlineData(2, 41, 17, 2)]
    [InlineData(2, 41, 18, 1)]
    [InlineData(2, 41, 38, 0)]
    [InlineData(1, 80, 19, 0)]
    [InlineData(1, 81, 19, 1)]
    public void Methods_that_are_too_long_are_found(int longOnes, int lines, int shortOnes, int expected)
    {
        string body = new('\n', lines - 1);
        IEnumerable<string> methods = Enumerable.Range(0, longOnes + shortOnes)
            .Select(i => FormattableString.Invariant($"[Fact]\nvoid M{i}()\n{{{(i < longOnes ? body[1..] : "")}}}\n"));
        SourceFile file = new("src/C.cs", "sealed class C { " + string.Concat(methods) + " }");

        Assert.Equal(expected, Budget.LongMethods([file]).Count());
    }

    [Theory]
    [InlineData("sealed class C { void M(int a, int b, int c, int d, int e, int f) { } }", 0)]
    [InlineData("sealed class C { void M(int a, int b, int c, int d, int e, int f, int g) { } }", 1)]
    [InlineData("sealed class C { C(int a, int b, int c, int d, int e, int f, int g) { } }", 1)]
    [InlineData("sealed class C(int a, int b, int c, int d, int e, int f, int g);", 1)]
    [InlineData("delegate void D(int a, int b, int c, int d, int e, int f, int g);", 1)]
    [InlineData("sealed class C { void M() { void L(int a, int b, int c, int d, int e, int f, int g) { } } }", 1)]
    [InlineData("sealed record R(int A, int B, int C, int D, int E, int F, int G);", 0)]
    [InlineData("sealed class C { [LibraryImport(\"libc\")] static partial void M(int a, int b, int c, int d, int e, int f, int g); }", 0)]
    public void Parameter_lists_that_are_too_long_are_found(string text, int expected) =>
        Assert.Equal(expected, Budget.LongParameterLists(new SourceFile("src/C.cs", text)).Count());
}
