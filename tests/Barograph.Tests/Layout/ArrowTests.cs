namespace Barograph.Tests.Layout;

/// <summary>The arrows between the folders of Core.</summary>
public sealed class ArrowTests
{
    private const string Core = "src/Barograph.Core";

    // The left one may use the right ones and nothing else.
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Model"] = [],
        ["Formats"] = ["Model"],
        ["Storage"] = ["Model"],
        ["Ingest"] = ["Model", "Storage"],
        ["Rollups"] = ["Model", "Storage", "Ingest"],
        ["Live"] = ["Model", "Ingest"],
        ["Query"] = ["Model", "Storage", "Rollups"],
        ["Alerts"] = ["Model", "Ingest", "Query"],
    };

    [Fact]
    public void No_folder_of_Core_uses_another_that_it_may_not()
    {
        IReadOnlyList<SourceFile> sources = Repository.Sources(Core);

        Assert.NotEmpty(sources);
        Violations.None(new ArrowRule(Core, Allowed).Violations(sources));
    }

    [Theory]
    [InlineData("by a using", "using Barograph.Ingest; namespace Barograph.Model; public sealed class Bad { public Queue? Waiting; }")]
    [InlineData("by a full name", "namespace Barograph.Model; public sealed class Bad { public object Make() => new Barograph.Ingest.Queue(); }")]
    [InlineData("by an alias", "using Q = Barograph.Ingest.Queue; namespace Barograph.Model; public sealed class Bad { public Q? Waiting; }")]
    [InlineData("by a base class", "namespace Barograph.Model; public sealed class Bad : Barograph.Ingest.Base;")]
    [InlineData("by a generic argument", "namespace Barograph.Model; public sealed class Bad { public List<Barograph.Ingest.Queue[]>? Waiting; }")]
    [InlineData("by a static using", "using static Barograph.Ingest.Limits; namespace Barograph.Model; public sealed class Bad { public int Most => Bound; }")]
    [InlineData("by typeof", "namespace Barograph.Model; public sealed class Bad { public Type Kind => typeof(Barograph.Ingest.Queue); }")]
    [InlineData("by an extension", "using Barograph.Ingest; namespace Barograph.Model; public sealed class Bad { public int Size => 3.Twice(); }")]
    [InlineData("by an attribute", "namespace Barograph.Model; [Barograph.Ingest.Mark] public sealed class Bad;")]
    public void A_forbidden_arrow_is_found(string how, string bad)
    {
        Assert.NotEmpty(how);
        string violation = Assert.Single(FirstOf(bad));
        Assert.StartsWith("src/Barograph.Core/Model/Bad.cs: Model may not use Ingest", violation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_that_is_never_named_is_found_too()
    {
        // Storage hands Model a value of Ingest's type, and Model only says var.
        SourceFile bridge = new("src/Barograph.Core/Storage/Bridge.cs", "namespace Barograph.Storage; public static class Bridge { public static Barograph.Ingest.Queue Get() => new(); }");
        SourceFile model = new("src/Barograph.Core/Model/Bad.cs", "namespace Barograph.Model; public sealed class Bad { public void Do() { var q = Barograph.Storage.Bridge.Get(); q.ToString(); } }");

        IReadOnlyList<string> violations = new ArrowRule(Core, Allowed).Violations([Ingest, bridge, model]);

        Assert.Contains(violations, v => v.StartsWith(model.Path + ": Model may not use Ingest", StringComparison.Ordinal));
        Assert.Contains(violations, v => v.StartsWith(model.Path + ": Model may not use Storage", StringComparison.Ordinal));
        Assert.Contains(violations, v => v.StartsWith(bridge.Path + ": Storage may not use Ingest", StringComparison.Ordinal));
    }

    [Fact]
    public void A_new_folder_must_be_put_into_the_table() =>
        Assert.Contains("does not know", Assert.Single(new ArrowRule(Core, Allowed).Violations(
            [new SourceFile("src/Barograph.Core/Sundry/Good.cs", "namespace Barograph.Sundry; public sealed class Good;")])), StringComparison.Ordinal);

    [Fact]
    public void An_allowed_arrow_is_no_violation() =>
        Assert.Empty(new ArrowRule(Core, Allowed).Violations(
        [
            new SourceFile("src/Barograph.Core/Model/Sample.cs", "namespace Barograph.Model; public readonly record struct Sample(double Value);"),
            new SourceFile("src/Barograph.Core/Ingest/Queue.cs", "using Barograph.Model; namespace Barograph.Ingest; public sealed class Queue { public Sample First; }"),
        ]));

    [Fact]
    public void Sources_that_do_not_compile_are_an_error_and_not_a_pass() =>
        Assert.Throws<InvalidOperationException>(() => FirstOf("namespace Barograph.Model; public sealed class Bad { public Unknown? What; }"));

    private static readonly SourceFile Ingest = new("src/Barograph.Core/Ingest/Queue.cs", """
        namespace Barograph.Ingest;
        public sealed class Queue;
        public abstract class Base;
        public sealed class MarkAttribute : Attribute;
        public static class Limits { public const int Bound = 3; public static int Twice(this int size) => 2 * size; }
        """);

    private static IReadOnlyList<string> FirstOf(string bad) =>
        [.. new ArrowRule(Core, Allowed).Violations([Ingest, new SourceFile("src/Barograph.Core/Model/Bad.cs", bad)]).Take(1)];
}
