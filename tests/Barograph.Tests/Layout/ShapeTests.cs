namespace Barograph.Tests.Layout;

public sealed class ShapeTests
{
    private static readonly IReadOnlyList<SourceFile> All = Repository.Sources("src", "tests", "bench");

    [Fact]
    public void There_is_one_type_a_file_and_the_file_is_named_like_it() => Violations.None(All.SelectMany(Shape.MisplacedTypes));

    [Fact]
    public void Classes_are_sealed_static_or_abstract() => Violations.None(Shape.OpenClasses(All));

    [Fact]
    public void No_type_is_named_with_a_word_that_says_nothing() => Violations.None(All.SelectMany(Shape.BannedNames));

    [Fact]
    public void There_are_no_regions() => Violations.None(All.SelectMany(Shape.Regions));

    [Fact]
    public void Nothing_is_put_off_in_a_comment() => Violations.None(All.SelectMany(Shape.PutOff));

    [Fact]
    public void No_error_is_swallowed_without_a_reason() => Violations.None(All.SelectMany(Shape.SilentCatches));

    [Theory]
    [InlineData("Good.cs", "namespace N; sealed class Good { sealed class Nested; }", 0)]
    [InlineData("Good.Aspect.cs", "namespace N; sealed partial class Good;", 0)]
    [InlineData("Good.cs", "enum Good { A }", 0)]
    [InlineData("Good.cs", "using System; Console.WriteLine();", 0)]
    [InlineData("Usings.cs", "global using System;", 0)]
    [InlineData("Good.cs", "namespace N; sealed class Good; sealed class Second;", 1)]
    [InlineData("Good.cs", "namespace N { sealed class Good; } namespace M { enum Second { A } }", 1)]
    [InlineData("Good.cs", "namespace N; sealed class Good; delegate void Second();", 1)]
    [InlineData("Good.cs", "namespace N; sealed class Other;", 1)]
    [InlineData("good.cs", "namespace N; sealed class Good;", 1)]
    public void A_misplaced_type_is_found(string name, string text, int expected) => Assert.Equal(expected, Shape.MisplacedTypes(File(text, name)).Count());

    [Theory]
    [InlineData("class C;", 1)]
    [InlineData("public partial class C;", 1)]
    [InlineData("record C(int A);", 1)]
    [InlineData("sealed class C { class Nested; }", 1)]
    [InlineData("[MemoryDiagnoser] public class C;", 0)]
    [InlineData("[Obsolete] public class C;", 1)]
    [InlineData("sealed class C;", 0)]
    [InlineData("static class C;", 0)]
    [InlineData("abstract class C;", 0)]
    [InlineData("record struct C(int A);", 0)]
    [InlineData("struct C;", 0)]
    [InlineData("interface C;", 0)]
    public void An_open_class_is_found(string text, int expected) => Assert.Equal(expected, Shape.OpenClasses([File(text)]).Count());

    [Fact]
    public void Of_a_partial_class_one_part_says_for_all() =>
        Assert.Empty(Shape.OpenClasses([File("namespace N; partial class C;"), File("namespace N; sealed partial class C;")]));

    [Theory]
    [InlineData("sealed class ConnectionManager;", 1)]
    [InlineData("static class Helpers;", 1)]
    [InlineData("struct DataPoint;", 1)]
    [InlineData("enum FeedKind { A }", 1)]
    [InlineData("delegate void ItemTaken();", 1)]
    [InlineData("interface INode;", 1)]
    [InlineData("sealed class LatestEndpoint;", 0)]
    [InlineData("sealed class Feedback;", 0)]
    public void A_banned_word_is_found(string text, int expected) => Assert.Equal(expected, Shape.BannedNames(File(text)).Count());

    [Fact]
    public void A_region_is_found() => Assert.Single(Shape.Regions(File("sealed class C {\n#region private\n#endregion\n}")));

    [Theory]
    [InlineData("// TODO: later", 1)]
    [InlineData("/* FIXME */", 1)]
    [InlineData("/// <summary>TODO</summary>", 1)]
    [InlineData("sealed class C { string A = \"TODO\"; }", 0)]
    public void What_is_put_off_is_found(string text, int expected) =>
        Assert.Equal(expected, Shape.PutOff(File(text + "\nsealed class D;")).Count());

    [Theory]
    [InlineData("catch { }", 1)]
    [InlineData("catch (Exception) { }", 1)]
    [InlineData("catch { /* the folder is gone already */ }", 0)]
    [InlineData("catch { throw; }", 0)]
    public void A_silent_catch_is_found(string clause, int expected) =>
        Assert.Equal(expected, Shape.SilentCatches(File($"sealed class C {{ void M() {{ try {{ }} {clause} }} }}")).Count());

    private static SourceFile File(string text, string name = "C.cs") => new("src/Project/" + name, text);
}
