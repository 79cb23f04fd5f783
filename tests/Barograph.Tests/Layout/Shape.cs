using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Barograph.Tests.Layout;

/// <summary>The rules about types, names, comments and catches. Each returns one line a violation.</summary>
public static partial class Shape
{
    private static readonly string[] BannedWords =
        ["Measurement", "Point", "Feed", "Node", "Thing", "Item", "Manager", "Helper", "Util", "Utility", "Common", "Processor"];

    /// <summary>One top-level type a file, and the file named like it or like it and an aspect: <c>Type.cs</c>, <c>Type.Aspect.cs</c>.</summary>
    public static IEnumerable<string> MisplacedTypes(SourceFile file)
    {
        string[] types = [.. TopLevelTypes(file).Select(NameOf)];
        if (types.Length > 1)
            yield return $"{file.Path} holds {types.Length} types: {string.Join(", ", types)}";
        else if (types.Length == 1 && file.Name.Split('.')[0] != types[0])
            yield return $"{file.Path} holds {types[0]} and must be named like it";
    }

    /// <summary>
    /// Every class is sealed, static or abstract. Of a partial class one part is enough, so that all files are needed. BenchmarkDotNet derives from the classes that
    /// it measures, so they are open.
    /// </summary>
    public static IEnumerable<string> OpenClasses(IReadOnlyList<SourceFile> files)
    {
        var parts = from file in files
                    from type in file.Root.DescendantNodes().OfType<TypeDeclarationSyntax>()
                    where type is ClassDeclarationSyntax || (type is RecordDeclarationSyntax record && !record.ClassOrStructKeyword.IsKind(SyntaxKind.StructKeyword))
                    select (file, type, name: FullNameOf(file, type));
        foreach (var type in parts.GroupBy(part => part.name))
            if (!type.Any(part => part.type.Modifiers.Any(m => m.Kind() is SyntaxKind.SealedKeyword or SyntaxKind.StaticKeyword or SyntaxKind.AbstractKeyword) || IsBenchmark(part.type)))
                yield return $"{type.First().file.Path}: {type.First().type.Identifier.Text} is neither sealed nor static nor abstract";
    }

    private static bool IsBenchmark(TypeDeclarationSyntax type) =>
        type.AttributeLists.SelectMany(list => list.Attributes).Any(attribute => attribute.Name.ToString() == "MemoryDiagnoser");

    /// <summary>Names of types that use a word which says nothing or means something else here.</summary>
    public static IEnumerable<string> BannedNames(SourceFile file) =>
        from type in file.Root.DescendantNodes().Where(n => n is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax)
        let name = NameOf(type)
        from word in Words().Matches(OthersNames().Replace(name, "")).Select(match => match.Value)
        where BannedWords.Any(banned => word == banned || word == banned + "s")
        select $"{file.Path}: {name} uses the word {word}";

    public static IEnumerable<string> Regions(SourceFile file) =>
        file.Root.DescendantTrivia().Where(trivia => trivia.IsKind(SyntaxKind.RegionDirectiveTrivia)).Select(_ => $"{file.Path} has a #region");

    /// <summary>Comments that put something off.</summary>
    public static IEnumerable<string> PutOff(SourceFile file) =>
        from trivia in file.Root.DescendantTrivia(descendIntoTrivia: false)
        where trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia
            or SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia
        let match = PutOffWords().Match(trivia.ToFullString())
        where match.Success
        select $"{file.Path} says {match.Value}";

    /// <summary>Catches that swallow an error without saying why.</summary>
    public static IEnumerable<string> SilentCatches(SourceFile file) =>
        from clause in file.Root.DescendantNodes().OfType<CatchClauseSyntax>()
        where clause.Block.Statements.Count == 0
        where !clause.Block.DescendantTrivia().Any(t => t.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia)
        select $"{file.Path}:{clause.GetLocation().GetLineSpan().StartLinePosition.Line + 1} catches and does nothing, without a reason";

    private static IEnumerable<SyntaxNode> TopLevelTypes(SourceFile file) =>
        file.Root.DescendantNodes(n => n is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .Where(n => n is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax);

    private static string NameOf(SyntaxNode type) =>
        type is DelegateDeclarationSyntax function ? function.Identifier.Text : ((BaseTypeDeclarationSyntax)type).Identifier.Text;

    // Two projects may have a type of one name, so that the project's folder is part of it.
    private static string FullNameOf(SourceFile file, TypeDeclarationSyntax type) =>
        string.Join('/', file.Path.Split('/').Take(2)) + ":" + string.Join('.', type.AncestorsAndSelf().Reverse().Select(n => n switch
        {
            BaseNamespaceDeclarationSyntax space => space.Name.ToString(),
            TypeDeclarationSyntax outer => outer.Identifier.Text,
            _ => "",
        }));

    /// <summary>Products of others are called as they are.</summary>
    [GeneratedRegex("ThingSpeak|ThingsBoard|TheThings(Stack)?")]
    private static partial Regex OthersNames();

    [GeneratedRegex("[A-Z][a-z0-9]*|[a-z0-9]+")]
    private static partial Regex Words();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b")]
    private static partial Regex PutOffWords();
}
