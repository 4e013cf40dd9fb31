using Fusion.Compiler;
using Fusion.Compiler.Declarations;
using Fusion.Compiler.Operations;
using Fusion.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fusion.Generator.Parse;

/// <summary>Reads the expressions of <c>Forward</c>, whose names the C# compiler has resolved.</summary>
internal sealed class ForwardExpressionReader(TypeReader owner, SemanticModel model) : ExpressionReader
{
    private const string Rewrite = "rewrite it with these";

    /// <summary>The layers that were called.</summary>
    public HashSet<string> Called { get; } = [];

    public Rejected Unsupported(SyntaxNode syntax) => Unsupported(syntax, Describe(syntax));

    protected override object? Constant(ExpressionSyntax syntax)
    {
        Optional<object?> value = model.GetConstantValue(syntax, owner.Session.Cancellation);
        return value.HasValue ? Constants.Normalize(value.Value, model.GetTypeInfo(syntax, owner.Session.Cancellation).Type) : null;
    }

    protected override Expression ReadName(IdentifierNameSyntax name)
    {
        ISymbol symbol = Symbol(name);
        return symbol switch
        {
            ILocalSymbol or IParameterSymbol => new Name(Id(name), symbol.Name),
            IFieldSymbol field when owner.Session.Known.IsLayer(field.Type) =>
                throw Unsupported(name, $"the layer '{symbol.Name}' as a value", $"call it, as in '{symbol.Name}(x)'"),
            _ => throw Unsupported(name, $"'{symbol.Name}', which is neither a local, a block parameter nor a constant",
                "make it a block parameter or a constant"),
        };
    }

    protected override Expression ReadMember(MemberAccessExpressionSyntax member)
    {
        ISymbol symbol = Symbol(member);
        if (symbol is IPropertySymbol property
            && (owner.Session.Known.IsTensor(property.ContainingType)
                || property is { Name: "Length", ContainingType.SpecialType: SpecialType.System_Array }))
        {
            return new Member(Id(member), Read(member.Expression), symbol.Name);
        }

        throw symbol is IFieldSymbol field && owner.Session.Known.IsLayer(field.Type)
            ? Unsupported(member, $"the layer '{symbol.Name}' as a value", $"call it, as in '{symbol.Name}(x)'")
            : Unsupported(member, $"'{member}', which is neither a shape nor a constant", "make it a block parameter or a constant");
    }

    protected override Expression ReadCall(InvocationExpressionSyntax call)
    {
        ISymbol symbol = Symbol(call.Expression);
        KnownTypes known = owner.Session.Known;
        if (symbol is IMethodSymbol method)
        {
            if (known.IsOps(method.ContainingType)) return ReadFunction(call, method);
            if (method.ContainingType.ToDisplayString() == "System.Math" && MathFunctions.Contains(method.Name))
                return MathCall(call, method.Name);
            if (method.MethodKind == MethodKind.DelegateInvoke && known.IsLayer(method.ContainingType))
            {
                throw Unsupported(call, $"'{call.Expression}'", "call the layer itself, as in 'conv(x)'");
            }

            throw Unsupported(
                call, $"a call of '{method.Name}', which is neither a layer nor a function of Ops",
                "write its steps here, or make it a [Block] with a layer of its own");
        }

        ITypeSymbol? type = model.GetTypeInfo(call.Expression, owner.Session.Cancellation).Type;
        if (!known.IsLayer(type))
            throw Unsupported(call, $"a call of '{call.Expression}', which is neither a layer nor a function of Ops", Rewrite);
        if (symbol is not IFieldSymbol field)
        {
            // How a local got its layer is what Forward must not do, and is reported there.
            // A member that carries operations without being a field is reported where it is declared.
            if (symbol is ILocalSymbol || owner.IsLayerMember(symbol.Name)) throw new Rejected();
            throw NotALayer(call, symbol, "it is a " + KindOf(symbol));
        }

        if (!SymbolEqualityComparer.Default.Equals(field.ContainingType, owner.Type))
        {
            throw NotALayer(call, symbol, $"it belongs to '{field.ContainingType.Name}'");
        }

        // A field without operations, or with wrong ones, is reported where it is declared.
        if (!owner.IsLayerField(field.Name) || call.ArgumentList.Arguments.Count != 1) throw new Rejected();
        Called.Add(field.Name);
        return new Call(Id(call), field.Name, [new Argument("x", Read(call.ArgumentList.Arguments[0].Expression))]);
    }

    protected override int Id(SyntaxNode syntax) => owner.NewId(syntax.GetLocation);

    private Rejected Report(DiagnosticDescriptor rule, SyntaxNode syntax, params object[] arguments) =>
        owner.Report(rule, syntax.GetLocation(), arguments);

    protected override Rejected Unsupported(SyntaxNode syntax, string found) => Unsupported(syntax, found, Rewrite);

    public Rejected Unsupported(SyntaxNode syntax, string found, string mend) =>
        owner.Report(Rules.UnsupportedSyntax, syntax.GetLocation(), found, mend);

    private Rejected NotALayer(InvocationExpressionSyntax call, ISymbol symbol, string found) => Report(
        Rules.UnknownLayer, call.Expression,
        $"'{symbol.Name}' is not a layer of '{owner.Type.Name}': {found}; " +
                    "call a field of type Layer that this class declares with operations");

    private Call ReadFunction(InvocationExpressionSyntax call, IMethodSymbol method)
    {
        int id = Id(call);
        var arguments = new List<Argument>();
        var sizes = new List<Expression>();
        var sizeSyntax = new List<SyntaxNode>();
        string sizesName = "";
        SeparatedSyntaxList<ArgumentSyntax> list = call.ArgumentList.Arguments;
        for (int i = 0; i < list.Count; i++)
        {
            IParameterSymbol parameter = list[i].NameColon is { } named
                ? method.Parameters.First(candidate => candidate.Name == named.Name.Identifier.ValueText)
                : method.Parameters[Math.Min(i, method.Parameters.Length - 1)];
            if (list[i].Expression is CollectionExpressionSyntax collection && parameter.IsParams)
            {
                foreach (CollectionElementSyntax element in collection.Elements)
                {
                    Add(parameter, element, element is ExpressionElementSyntax single
                        ? Read(single.Expression)
                        : throw Unsupported(element));
                }
            }
            else
            {
                Add(parameter, list[i].Expression, Read(list[i].Expression));
            }
        }

        if (method.Name == Tap.Name)
        {
            owner.Session.HasTaps = true;
            if (arguments.All(argument => argument.Name != "name") && LocalOf(call) is { } local)
                arguments.Add(new Argument("name", new Literal(id, local)));
        }

        if (sizes.Count > 0)
        {
            arguments.Add(new Argument(sizesName, new TupleOf(owner.NewId(() => TypeReader.Around(sizeSyntax)), sizes.ToEquatableArray())));
        }

        return new Call(id, owner.IsLayerField(method.Name) ? "Ops." + method.Name : method.Name, arguments.ToEquatableArray());

        void Add(IParameterSymbol parameter, SyntaxNode syntax, Expression value)
        {
            // Split(x, 16, 48) and Reshape(x, 7, 7, -1): the numbers are one argument.
            bool isSize = method.Parameters.Last()
                is { IsParams: true, Type: IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Int32 } }
                && (parameter.IsParams || parameter.Type.SpecialType == SpecialType.System_Int32);
            if (!isSize)
            {
                arguments.Add(new Argument(parameter.Name, value));
                return;
            }

            sizesName = method.Name == "Split" ? "sizes" : parameter.Name;
            sizes.Add(value);
            sizeSyntax.Add(syntax);
        }
    }

    /// <summary>The local that a call's result is assigned to, or else that it is applied to: a tap is named after it.</summary>
    private string? LocalOf(InvocationExpressionSyntax call)
    {
        SyntaxNode value = call;
        while (value.Parent is ParenthesizedExpressionSyntax) value = value.Parent;
        string? assigned = value.Parent switch
        {
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax local } => local.Identifier.ValueText,
            AssignmentExpressionSyntax { Left: IdentifierNameSyntax local } assignment when assignment.Right == value =>
                local.Identifier.ValueText,
            _ => null,
        };
        return assigned ?? call.ArgumentList.Arguments
            .Where(argument => argument.NameColon is null or { Name.Identifier.ValueText: "x" })
            .Select(argument => argument.Expression).OfType<IdentifierNameSyntax>()
            .Where(name => model.GetSymbolInfo(name, owner.Session.Cancellation).Symbol is ILocalSymbol or IParameterSymbol)
            .Select(name => name.Identifier.ValueText).FirstOrDefault();
    }

    /// <summary>What a name stands for. Where C# knows nothing of it, C# says so.</summary>
    private ISymbol Symbol(ExpressionSyntax syntax) =>
        model.GetSymbolInfo(syntax, owner.Session.Cancellation).Symbol is { } symbol and not IErrorTypeSymbol
            ? symbol
            : throw new Rejected();

    private static string KindOf(ISymbol symbol) => symbol switch
    {
        IParameterSymbol => "parameter",
        IPropertySymbol => "property",
        _ => symbol.Kind.ToString().ToLowerInvariant(),
    };
}
