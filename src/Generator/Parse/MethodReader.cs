using Fusion.Compiler;
using Fusion.Compiler.Declarations;
using Fusion.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fusion.Generator.Parse;

/// <summary>Reads the methods of the user's own that one type calls, directly or through another: each once, and after the calls, so that
/// no chain of calls is too long.</summary>
internal sealed class MethodReader(TypeReader owner)
{
    private readonly Dictionary<ISymbol, string> _keys = new(SymbolEqualityComparer.Default);
    private readonly Queue<ISymbol> _waiting = [];

    private ParseSession Session => owner.Session;

    /// <summary>The layers that the methods call.</summary>
    public HashSet<string> Called { get; } = [];

    /// <summary>Whether some part of a method is wrong.</summary>
    public bool HasRejected { get; private set; }

    public bool IsCalled(IMethodSymbol method) => _keys.ContainsKey(method);

    /// <summary>The key of a method that can be called, or of a static value.</summary>
    public string KeyOf(ISymbol symbol)
    {
        if (_keys.TryGetValue(symbol, out string? key)) return key;
        int same = _keys.Keys.Count(other => other.Name == symbol.Name);
        _keys.Add(symbol, key = same == 0 ? symbol.Name : $"{symbol.Name}#{same + 1}");
        _waiting.Enqueue(symbol);
        return key;
    }

    public EquatableArray<MethodSpec> ReadAll()
    {
        var methods = new List<MethodSpec>();
        while (_waiting.Count > 0)
        {
            Session.Cancellation.ThrowIfCancellationRequested();
            methods.Add(Read(_waiting.Dequeue()));
        }

        return methods.ToEquatableArray();
    }

    private MethodSpec Read(ISymbol symbol)
    {
        var method = symbol as IMethodSymbol;
        int id = owner.NewId(() => symbol.Locations[0]);
        EquatableArray<MethodParameter> parameters = (method?.Parameters ?? [])
            .Select(parameter => new MethodParameter(parameter.Name, MethodSignature.TypeName(parameter.Type))).ToEquatableArray();
        EquatableArray<Statement> body;
        try
        {
            body = ReadBody(symbol);
        }
        catch (Rejected)
        {
            Session.HasSilentErrors = true;
            HasRejected = true;
            body = [new Return(id, new Unreadable(id))];
        }

        bool isInstance = method is { IsStatic: false, MethodKind: MethodKind.Ordinary };
        return new MethodSpec(id, _keys[symbol], symbol.Name, Enclosing(method), isInstance, parameters, body);
    }

    private EquatableArray<Statement> ReadBody(ISymbol symbol)
    {
        SyntaxNode? syntax = symbol.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(Session.Cancellation))
            .FirstOrDefault(declaration => Body(declaration) is not null);
        if (syntax is null || Body(syntax) is not { } root) throw new Rejected();
        if (Nesting.TooDeep(root) is { } deep) throw owner.Report(Rules.ExpressionDepth, deep.Part.GetLocation(), deep.Most);
        // What C# rejects needs no second message but a hint.
        if (Session.HasErrors(syntax))
        {
            new ForwardHints(owner, Session.Model(syntax.SyntaxTree)).Report(syntax);
            throw new Rejected();
        }

        var expressions = new ForwardExpressionReader(owner, Session.Model(syntax.SyntaxTree), $"'{symbol.Name}'");
        var statements = new StatementReader(owner, expressions);
        EquatableArray<Statement> body = root is BlockSyntax block
            ? statements.ReadAll(block.Statements)
            : [new Return(owner.NewId(root.GetLocation), expressions.Read((ExpressionSyntax)root))];
        Called.UnionWith(expressions.Called);
        if (statements.HasRejected || expressions.HasRejected)
        {
            Session.HasSilentErrors = true;
            HasRejected = true;
        }

        return body;
    }

    /// <summary>The statements or the expression of a declaration; null where it has none.</summary>
    private static SyntaxNode? Body(SyntaxNode declaration) => declaration switch
    {
        MethodDeclarationSyntax method => method.Body ?? (SyntaxNode?)method.ExpressionBody?.Expression,
        LocalFunctionStatementSyntax function => function.Body ?? (SyntaxNode?)function.ExpressionBody?.Expression,
        VariableDeclaratorSyntax variable => variable.Initializer?.Value,
        PropertyDeclarationSyntax property => property.ExpressionBody?.Expression ?? property.Initializer?.Value,
        _ => null,
    };

    /// <summary>The key of the method whose locals a local function sees; that of Forward is empty.</summary>
    private string? Enclosing(IMethodSymbol? method) =>
        method is not { MethodKind: MethodKind.LocalFunction, IsStatic: false, ContainingSymbol: IMethodSymbol around } ? null
        : _keys.TryGetValue(around, out string? key) ? key
        : "";
}
