using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Parse;

/// <summary>What the readers of one network, or of one block, share. Lives no longer than one reading.</summary>
internal sealed class ParseSession(Compilation compilation, IAssemblySymbol runtime, SourceMap? map, CancellationToken cancellation)
{
    private readonly Dictionary<SyntaxTree, SemanticModel> _models = [];

    public Compilation Compilation { get; } = compilation;

    public IAssemblySymbol Runtime { get; } = runtime;

    public KnownTypes Known { get; } = new(runtime);

    public SourceMap? Map { get; } = map;

    public CancellationToken Cancellation { get; } = cancellation;

    /// <summary>The network and the blocks that were read.</summary>
    public List<INamedTypeSymbol> Types { get; } = [];

    public List<ParseError> Errors { get; } = [];

    /// <summary>Something is wrong that the C# compiler itself reports.</summary>
    public bool HasSilentErrors { get; set; }

    /// <summary>A shape is wrong, so that it is no use to ask for one.</summary>
    public bool HasWrongShapes { get; set; }

    /// <summary>Something is tapped.</summary>
    public bool HasTaps { get; set; }

    public bool Failed => HasSilentErrors || Errors.Any(error => error.Diagnostic.Severity == DiagnosticSeverity.Error);

    /// <summary>
    /// Whether a symbol's source is this project's. In an editor, the symbols of other projects have a source as well, of which this
    /// project's compilation knows nothing.
    /// </summary>
    public bool CanRead(ISymbol symbol) => symbol.DeclaringSyntaxReferences.Length > 0
        && SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, Compilation.Assembly);

    /// <summary>
    /// Whether C# rejects this code. The generator, which reports nothing, asks for its syntax only: the compiler checks the rest once more
    /// anyway, and doing it earlier would take a compiler that has just started a tenth of a second and more.
    /// </summary>
    public bool HasErrors(SyntaxNode syntax)
    {
        IEnumerable<Diagnostic> found = syntax.GetDiagnostics();
        if (Map is not null) found = found.Concat(Model(syntax.SyntaxTree).GetDiagnostics(syntax.Span, Cancellation));
        return found.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
    }

    public SemanticModel Model(SyntaxTree tree)
    {
        if (!_models.TryGetValue(tree, out SemanticModel? model)) _models[tree] = model = Compilation.GetSemanticModel(tree);
        return model;
    }
}
