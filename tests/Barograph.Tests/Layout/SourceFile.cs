using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Barograph.Tests.Layout;

/// <summary>One C# file, by its path from the root of the repository with forward slashes.</summary>
public sealed record SourceFile(string Path, string Text)
{
    private CompilationUnitSyntax? _root;

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public CompilationUnitSyntax Root => _root ??= Tree.GetCompilationUnitRoot();

    public CSharpSyntaxTree Tree { get; } = (CSharpSyntaxTree)CSharpSyntaxTree.ParseText(Text, CSharpParseOptions.Default, Path);

    public override string ToString() => Path;
}
