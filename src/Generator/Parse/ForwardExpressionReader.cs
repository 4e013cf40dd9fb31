using Fusion.Compiler;
using Fusion.Compiler.Declarations;
using Fusion.Compiler.Operations;
using Fusion.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fusion.Generator.Parse;

/// <summary>Reads the expressions of <c>Forward</c>, whose names the C# compiler has resolved.</summary>
/// <param name="method">Whose they are, for messages: also those of a method that Forward calls are read here.</param>
internal sealed class ForwardExpressionReader(TypeReader owner, SemanticModel model, string method = "Forward") : ExpressionReader
{
    /// <summary>The layers that were called.</summary>
    public HashSet<string> Called { get; } = [];

    public Rejected Unsupported(SyntaxNode syntax) => Unsupported(syntax, Describe(syntax));

    public bool IsArray(ExpressionSyntax syntax) =>
        model.GetTypeInfo(syntax, owner.Session.Cancellation).Type is null or IArrayTypeSymbol;

    protected override object? Constant(ExpressionSyntax syntax)
    {
        Optional<object?> value = model.GetConstantValue(syntax, owner.Session.Cancellation);
        return value.HasValue ? Constants.Normalize(value.Value, model.GetTypeInfo(syntax, owner.Session.Cancellation).Type) : null;
    }

    protected override Expression Converted(ExpressionSyntax syntax, Expression value) =>
        NumberConversion.Apply(model.GetTypeInfo(syntax, owner.Session.Cancellation), value, () => Id(syntax));

    /// <summary>What is assigned to a number, as its type has it.</summary>
    public Expression Rounded(ExpressionSyntax target, Expression value) =>
        NumberConversion.Round(model.GetTypeInfo(target, owner.Session.Cancellation).Type, value, () => Id(target));

    protected override Expression ReadName(IdentifierNameSyntax name)
    {
        ISymbol symbol = Symbol(name);
        return symbol switch
        {
            ILocalSymbol or IParameterSymbol => new Name(Id(name), symbol.Name),
            IFieldSymbol field when IsParameter(field) => ReadParameter(name, field),
            IFieldSymbol field when owner.Session.Known.IsTensor(field.Type) && !owner.IsLayerMember(field.Name) =>
                throw Unsupported(name, $"the field '{symbol.Name}', which is no [Parameter] of '{owner.Type.Name}'",
                    "annotate it with its dimensions, as in '[Parameter(10, 10, 1)]'"),
            IFieldSymbol field when owner.IsLayerMember(field.Name) && owner.Session.Known.IsTensor(field.Type) => throw new Rejected(),
            IFieldSymbol field when IsLayer(field.Type) => ReadLayer(name, field),
            _ when MethodSignature.IsValue(owner, symbol) => new CallMethod(Id(name), owner.Methods.KeyOf(symbol), []),
            _ => throw NoValue(name, symbol, $"'{symbol.Name}', which is neither a local, a block parameter nor a constant"),
        };
    }

    /// <summary>What would be a constant but for its type says so.</summary>
    private Rejected NoValue(ExpressionSyntax syntax, ISymbol symbol, string found) =>
        owner.Session.CanRead(symbol) && symbol is IFieldSymbol { IsStatic: true, IsReadOnly: true, Type: { } type }
            ? Unsupported(syntax, $"'{syntax}', a constant of type '{owner.Session.Known.Describe(type)}'",
                "such values cannot be read at build time", "use " + MethodSignature.Types)
            : Unsupported(syntax, found, "make it a block parameter or a constant");

    private bool IsParameter(IFieldSymbol field) =>
        owner.IsParameterField(field.Name) && SymbolEqualityComparer.Default.Equals(field.ContainingType, owner.Type);

    private Call ReadParameter(SyntaxNode syntax, IFieldSymbol field)
    {
        Called.Add(field.Name);
        return new Call(Id(syntax), field.Name, []);
    }

    protected override Expression ReadMember(MemberAccessExpressionSyntax member)
    {
        ISymbol symbol = Symbol(member);
        return symbol switch
        {
            IPropertySymbol property when owner.Session.Known.IsTensor(property.ContainingType)
                || property is { Name: "Length", ContainingType.SpecialType: SpecialType.System_Array } =>
                new Member(Id(member), Read(member.Expression), symbol.Name),
            IFieldSymbol { ContainingType.IsTupleType: true } field => ReadElement(member, field.CorrespondingTupleField ?? field),
            IFieldSymbol field when IsLayer(field.Type) => ReadLayer(member, field),
            _ when MethodSignature.IsValue(owner, symbol) => new CallMethod(Id(member), owner.Methods.KeyOf(symbol), []),
            _ => throw NoValue(member, symbol, $"'{member}', which is neither a shape nor a constant"),
        };
    }

    protected override Expression ReadCall(InvocationExpressionSyntax call)
    {
        KnownTypes known = owner.Session.Known;
        if (known.IsLayer(model.GetTypeInfo(call.Expression, owner.Session.Cancellation).Type)) return ReadLayerCall(call);
        ISymbol symbol = Symbol(call.Expression);
        // How a local got a delegate is what Forward must not do, and is reported there.
        if (symbol is ILocalSymbol) throw new Rejected();
        if (symbol is not IMethodSymbol called)
        {
            throw Unsupported(
                call, $"a call of '{call.Expression}', which is neither a layer nor a function of Ops", UnsupportedSyntax.Rewrite);
        }


        if (known.IsOps(called.ContainingType)) return ReadFunction(call, called);
        bool isMath = called.ContainingType.ToDisplayString() is "System.Math" or "System.MathF" or "double" or "float";
        if (isMath && MathFunctions.Contains(called.Name)) return MathCall(call, called.Name);
        if (called.MethodKind == MethodKind.DelegateInvoke)
        {
            throw known.IsLayer(called.ContainingType)
                ? Unsupported(call, $"'{call.Expression}'", "call the layer itself, as in 'conv(x)'")
                : Unsupported(call, $"a call of '{call.Expression}', which is a delegate", "write a method or a local function");
        }

        if (isMath)
        {
            throw Unsupported(call, $"a call of '{call.Expression}'", "of the functions of Math only "
                + $"{string.Join(", ", MathFunctions)} can be computed at build time", "use these, or a constant");
        }

        // Of the methods of other libraries, nothing can be known.
        if (!owner.Session.CanRead(called.ReducedFrom ?? called))
        {
            throw Unsupported(
                call, $"a call of '{called.Name}', which is neither a layer, nor a function of Ops, nor a method of this project",
                "write its steps here, or make it a method of this project");
        }

        if (MethodSignature.Mistake(owner, called.ReducedFrom ?? called) is var (found, mend))
            throw Report(Rules.UncallableMethod, call, called.Name, found, mend);
        return new MethodCallReader(owner, model, this).Read(call) ?? throw new Rejected();
    }

    private bool IsLayer(ITypeSymbol type) => owner.Session.Known.IsLayer(type) || owner.Session.Known.IsLayerArray(type);

    /// <summary>A layer, or an array of them, as a value.</summary>
    private LayerReference ReadLayer(ExpressionSyntax syntax, IFieldSymbol field)
    {
        CheckLayer(syntax, field);
        Called.Add(field.Name);
        return new LayerReference(Id(syntax), field.Name);
    }

    private void CheckLayer(ExpressionSyntax syntax, IFieldSymbol field)
    {
        if (!SymbolEqualityComparer.Default.Equals(field.ContainingType, owner.Type))
            throw NotALayer(syntax, field, $"it belongs to '{field.ContainingType.Name}'");
        // A field without operations, or with wrong ones, is reported where it is declared.
        if (!owner.IsLayerField(field.Name)) throw new Rejected();
    }

    private Fusion.Compiler.Declarations.Index ReadElement(MemberAccessExpressionSyntax member, IFieldSymbol element)
    {
        // Item1 is the first.
        int position = int.Parse(element.Name.Substring("Item".Length), System.Globalization.CultureInfo.InvariantCulture) - 1;
        int id = Id(member);
        return new Fusion.Compiler.Declarations.Index(id, Read(member.Expression), new Literal(id, position));
    }

    private Expression ReadLayerCall(InvocationExpressionSyntax call)
    {
        ISymbol? symbol = model.GetSymbolInfo(call.Expression, owner.Session.Cancellation).Symbol;
        if (symbol is IPropertySymbol or IEventSymbol or IMethodSymbol)
        {
            // A member that carries operations without being a field is reported where it is declared.
            throw owner.IsLayerMember(symbol.Name) ? new Rejected()
                : NotALayer(call.Expression, symbol, "it is a " + symbol.Kind.ToString().ToLowerInvariant());
        }

        if (symbol is IFieldSymbol field)
        {
            CheckLayer(call.Expression, field);
            Called.Add(field.Name);
            return new Call(Id(call), field.Name, ReadTensors(call));
        }

        return new CallValue(Id(call), Read(call.Expression), ReadTensors(call));
    }

    private EquatableArray<Argument> ReadTensors(InvocationExpressionSyntax call) =>
        call.ArgumentList.Arguments.Select(argument => new Argument("x", Read(argument.Expression))).ToEquatableArray();

    protected override int Id(SyntaxNode syntax) => owner.NewId(syntax.GetLocation);

    private Rejected Report(DiagnosticDescriptor rule, SyntaxNode syntax, params object[] arguments) =>
        owner.Report(rule, syntax.GetLocation(), arguments);

    protected override Rejected Unsupported(SyntaxNode syntax, string found)
    {
        var (reason, mend) = UnsupportedSyntax.Explain(syntax);
        if (syntax is ExpressionSyntax expression && model.GetConstantValue(expression, owner.Session.Cancellation).HasValue
            && model.GetTypeInfo(expression, owner.Session.Cancellation).Type is { TypeKind: TypeKind.Enum } type)
            (found, reason, mend) = ($"'{syntax}'", $"that is no member of '{type.Name}'", $"use one of {Constants.Members(type)}");
        return Unsupported(syntax, found, reason, mend);
    }

    public Rejected Unsupported(SyntaxNode syntax, string found, string mend) =>
        Unsupported(syntax, found, UnsupportedSyntax.Readable, mend);

    public Rejected Unsupported(SyntaxNode syntax, string found, string reason, string mend) =>
        Report(Rules.UnsupportedSyntax, syntax, method, found, reason, mend);

    private Rejected NotALayer(ExpressionSyntax syntax, ISymbol symbol, string found) => Report(
        Rules.UnknownLayer, syntax,
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
            if (list[i].Expression is CollectionExpressionSyntax collection && parameter.IsParams
                && collection.Elements.All(element => element is ExpressionElementSyntax))
            {
                foreach (ExpressionElementSyntax element in collection.Elements.Cast<ExpressionElementSyntax>())
                    Add(parameter, element, Read(element.Expression));
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
}
