using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Barograph.Tests.Layout;

/// <summary>The limits of size: each has a ceiling for every single one and a lower one that 95 of 100 keep.</summary>
public static class Budget
{
    public const int FileCeiling = 600;
    public const int FileUsual = 350;
    public const int MethodCeiling = 80;
    public const int MethodUsual = 40;
    public const int MostParameters = 6;

    public static IEnumerable<string> LongFiles(IReadOnlyList<SourceFile> files) =>
        TooLong(files.Select(file => (file.Path, LinesOf(file.Text))), FileCeiling, FileUsual, "files");

    public static IEnumerable<string> LongMethods(IReadOnlyList<SourceFile> files) =>
        TooLong(files.SelectMany(Methods), MethodCeiling, MethodUsual, "methods");

    /// <remarks>
    /// The parameters of a positional record are its properties, named where it is made: a record is what a long list of parameters should
    /// become, so that those are not counted. A method of the operating system has the parameters it has.
    /// </remarks>
    public static IEnumerable<string> LongParameterLists(SourceFile file) =>
        from list in file.Root.DescendantNodes().OfType<ParameterListSyntax>()
        where list.Parameters.Count > MostParameters
        where list.Parent is not RecordDeclarationSyntax and not AnonymousFunctionExpressionSyntax
        where list.Parent is not MethodDeclarationSyntax method || !IsForeign(method)
        select $"{file.Path}:{LineOf(list)} has {list.Parameters.Count} parameters";

    private static IEnumerable<string> TooLong(IEnumerable<(string Name, int Lines)> measured, int ceiling, int usual, string what)
    {
        (string Name, int Lines)[] all = [.. measured.OrderByDescending(m => m.Lines)];
        foreach ((string name, int lines) in all.Where(m => m.Lines > ceiling))
            yield return $"{name} has {lines} lines, more than {ceiling}";
        // One of twenty may be longer than usual; with fewer than twenty, none.
        int mayBeLonger = all.Length / 20;
        foreach ((string name, int lines) in all.Skip(mayBeLonger).TakeWhile(m => m.Lines > usual))
            yield return $"{name} has {lines} lines, and 95 of 100 {what} must have at most {usual}";
    }

    private static IEnumerable<(string Name, int Lines)> Methods(SourceFile file) =>
        from node in file.Root.DescendantNodes()
        where node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax
        select ($"{file.Path}:{LineOf(node)}", LinesWithoutAttributes(node));

    private static int LinesWithoutAttributes(SyntaxNode node)
    {
        SyntaxToken first = node.ChildNodesAndTokens().First(child => !child.IsKind(SyntaxKind.AttributeList)) is { IsToken: true } token
            ? token.AsToken()
            : node.ChildNodes().First(child => child is not AttributeListSyntax).GetFirstToken();
        return node.GetLocation().GetLineSpan().EndLinePosition.Line - first.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
    }

    private static bool IsForeign(MethodDeclarationSyntax method) =>
        method.AttributeLists.SelectMany(list => list.Attributes).Any(a => a.Name.ToString() is "LibraryImport" or "DllImport");

    private static int LineOf(SyntaxNode node) => node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;

    private static int LinesOf(string text) => text.Count(c => c == '\n') + (text.EndsWith('\n') ? 0 : 1);
}
