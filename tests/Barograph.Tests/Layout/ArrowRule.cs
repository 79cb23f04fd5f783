using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Barograph.Tests.Layout;

/// <summary>
/// Which folder of one project may use which. It asks the compiler what each expression means, because a <c>using</c> can be dodged by a
/// full name, by <c>var</c> or by a chain of calls.
/// </summary>
public sealed class ArrowRule(string projectFolder, IReadOnlyDictionary<string, string[]> allowed)
{
    // Parts that the source generators of the SDK write are missing here, which is no hindrance.
    private const string PartialWithoutBody = "CS8795";

    private const string ImplicitUsings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;"
        + "global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;";

    private static readonly MetadataReference[] Framework =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>Every use that is not allowed, as one line each. Throws if the sources do not compile: then their symbols mean nothing.</summary>
    public IReadOnlyList<string> Violations(IReadOnlyList<SourceFile> sources)
    {
        CSharpCompilation compilation = Compile(sources);
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (SourceFile source in sources)
        {
            string from = FolderOf(source.Path);
            if (!allowed.ContainsKey(from))
                found.Add($"{source.Path} stands in a folder that the table of arrows does not know.");
            SemanticModel model = compilation.GetSemanticModel(source.Tree);
            foreach (SyntaxNode node in source.Root.DescendantNodes().Where(n => n is ExpressionSyntax or ConstructorInitializerSyntax))
                foreach (string to in FoldersMeant(model, node))
                    if (to != from && !allowed.GetValueOrDefault(from, []).Contains(to))
                        found.Add($"{source.Path}: {from} may not use {to}, but says \"{Shorten(node)}\"");
        }
        return [.. found];
    }

    private static CSharpCompilation Compile(IReadOnlyList<SourceFile> sources)
    {
        var compilation = CSharpCompilation.Create(
            "layout",
            [.. sources.Select(source => source.Tree), CSharpSyntaxTree.ParseText(ImplicitUsings)],
            Framework,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        Diagnostic[] errors = [.. compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error && d.Id != PartialWithoutBody)];
        return errors.Length == 0
            ? compilation
            : throw new InvalidOperationException("The sources do not compile:\n" + string.Join('\n', errors.Select(e => e.ToString())));
    }

    private IEnumerable<string> FoldersMeant(SemanticModel model, SyntaxNode node)
    {
        TypeInfo type = model.GetTypeInfo(node);
        ISymbol? symbol = model.GetSymbolInfo(node).Symbol;
        return FoldersOf(symbol).Concat(FoldersOf(type.Type)).Concat(FoldersOf(type.ConvertedType)).Distinct();
    }

    private IEnumerable<string> FoldersOf(ISymbol? symbol) => symbol switch
    {
        null => [],
        IArrayTypeSymbol array => FoldersOf(array.ElementType),
        INamedTypeSymbol { IsGenericType: true } generic => generic.TypeArguments.SelectMany(FoldersOf).Concat(FoldersOfDeclaration(generic)),
        // A local, a parameter or a type parameter belongs to whoever wrote it; its type has been asked for by itself.
        ILocalSymbol or IParameterSymbol or ITypeParameterSymbol or INamespaceSymbol or ILabelSymbol or IRangeVariableSymbol => [],
        _ => FoldersOfDeclaration(symbol),
    };

    private IEnumerable<string> FoldersOfDeclaration(ISymbol symbol)
    {
        ISymbol declared = symbol.OriginalDefinition;
        ISymbol owner = declared is INamedTypeSymbol || declared.ContainingType is null ? declared : declared.ContainingType;
        return owner.DeclaringSyntaxReferences.Select(reference => FolderOf(reference.SyntaxTree.FilePath));
    }

    /// <summary>The first folder below the project's, or nothing for a file that stands in none.</summary>
    private string FolderOf(string path)
    {
        string[] parts = Path.GetRelativePath(projectFolder, path).Split('/', '\\');
        return parts.Length > 1 ? parts[0] : "";
    }

    private static string Shorten(SyntaxNode node)
    {
        string line = node.ToString().Split('\n')[0].Trim();
        return line.Length <= 60 ? line : line[..60] + " …";
    }
}
