using Fusion.Compiler;
using Fusion.Compiler.Declarations;
using Fusion.Compiler.Operations;
using Fusion.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fusion.Generator.Parse;

/// <summary>Reads the method <c>Forward</c> of a network or block.</summary>
internal sealed class ForwardReader(TypeReader owner, bool isNetwork)
{
    private ParseSession Session => owner.Session;

    /// <summary>Whether there is a Forward, be it wrong.</summary>
    public bool Exists { get; private set; }

    /// <summary>Whether some part of it is wrong.</summary>
    public bool HasRejected { get; private set; }

    /// <summary>The layers that it calls.</summary>
    public HashSet<string> Called { get; private set; } = [];

    /// <summary>The topology; null where there is none. What is wrong in it, or all of it, is unreadable.</summary>
    public ForwardSpec? Read()
    {
        IReadOnlyList<IMethodSymbol> methods = [.. owner.Type.GetMembers("Forward").OfType<IMethodSymbol>()];
        Exists = methods.Count > 0;
        if (!Exists) return null;
        try
        {
            if (methods.Count > 1)
            {
                throw owner.Report(
                    Rules.ForwardSignature, methods[1].Locations[0],
                    $"'{owner.Type.Name}' has {methods.Count} methods Forward, but its topology is one", "remove the others");
            }

            return Read(methods[0]);
        }
        catch (Rejected)
        {
            Session.HasSilentErrors = true;
            HasRejected = true;
            int id = owner.NewId(() => methods[0].Locations[0]);
            return new ForwardSpec(id, [], [""], [new Return(id, new Unreadable(id))]);
        }
    }

    private ForwardSpec Read(IMethodSymbol method)
    {
        if (method.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(Session.Cancellation))
            .OfType<MethodDeclarationSyntax>()
            .FirstOrDefault(declaration => declaration.Body is not null || declaration.ExpressionBody is not null) is not { } syntax)
        {
            throw new Rejected();
        }

        if (Nesting.TooDeep((SyntaxNode?)syntax.Body ?? syntax.ExpressionBody!.Expression) is { } deep)
            throw owner.Report(Rules.ExpressionDepth, deep.Part.GetLocation(), deep.Most);
        // What C# rejects needs no second message but a hint, and what it would mean is anyone's guess.
        if (Session.HasErrors(syntax))
        {
            new ForwardHints(owner, Session.Model(syntax.SyntaxTree)).Report(syntax);
            if (!HasUnknownTypes(method)) _ = (ReadOutputs(method, syntax), ReadInputs(method, syntax));
            throw new Rejected();
        }

        SemanticModel model = Session.Model(syntax.SyntaxTree);

        int id = owner.NewId(syntax.Identifier.GetLocation);
        EquatableArray<string> outputs = ReadOutputs(method, syntax);
        EquatableArray<ForwardInput> inputs = ReadInputs(method, syntax);
        if (isNetwork) CheckNames(owner, inputs, outputs, name => Place(syntax, name));
        var expressions = new ForwardExpressionReader(owner, model);
        var statements = new StatementReader(owner, expressions);
        EquatableArray<Statement> body = syntax.Body is { } block
            ? statements.ReadAll(block.Statements)
            : [new Return(owner.NewId(syntax.ExpressionBody!.Expression.GetLocation), expressions.Read(syntax.ExpressionBody.Expression))];
        Called = expressions.Called;
        HasRejected = statements.HasRejected || expressions.HasRejected;
        if (HasRejected) Session.HasSilentErrors = true;
        else if (Session.Map is not null) ReportUnused(method, (SyntaxNode?)syntax.Body ?? syntax.ExpressionBody!.Expression, model);
        return new ForwardSpec(id, inputs, outputs, body) { ReturnsArray = Session.Known.IsTensorArray(method.ReturnType) };
    }

    private static bool HasUnknownTypes(IMethodSymbol method) =>
        method.Parameters.Select(parameter => parameter.Type).Append(method.ReturnType).Any(IsUnknown);

    private static bool IsUnknown(ITypeSymbol type) => type.TypeKind == TypeKind.Error
        || (type is IArrayTypeSymbol array && IsUnknown(array.ElementType))
        || (type is INamedTypeSymbol { IsTupleType: true } tuple && tuple.TupleElements.Any(element => IsUnknown(element.Type)));

    private EquatableArray<string> ReadOutputs(IMethodSymbol method, MethodDeclarationSyntax syntax)
    {
        if (method.IsGenericMethod || method.IsAsync)
        {
            throw owner.Report(
                Rules.ForwardSignature, syntax.Identifier.GetLocation(),
                $"Forward of '{owner.Type.Name}' is {(method.IsAsync ? "async" : "generic")}", "declare it as an ordinary method");
        }

        if (Session.Known.IsTensor(method.ReturnType) || (!isNetwork && Session.Known.IsTensorArray(method.ReturnType))) return [""];
        if (method.ReturnType is not INamedTypeSymbol tuple || !Session.Known.IsTensorTuple(tuple))
        {
            throw owner.Report(
                Rules.ForwardSignature, syntax.ReturnType.GetLocation(),
                $"Forward of '{owner.Type.Name}' returns '{Session.Known.Describe(method.ReturnType)}'",
                "return Tensor or, for several outputs, a tuple such as (Tensor boxes, Tensor scores)");
        }

        return tuple.TupleElements.Select((element, i) => element.IsExplicitlyNamedTupleElement ? element.Name : "output" + (i + 1))
            .ToEquatableArray();
    }

    private EquatableArray<ForwardInput> ReadInputs(IMethodSymbol method, MethodDeclarationSyntax syntax)
    {
        var inputs = new List<ForwardInput>();
        foreach (IParameterSymbol parameter in method.Parameters)
        {
            Location location = parameter.Locations[0];
            bool isArray = !isNetwork && Session.Known.IsTensorArray(parameter.Type);
            if (isArray && parameter.Ordinal < method.Parameters.Length - 1)
            {
                throw owner.Report(
                    Rules.ForwardSignature, location, $"The parameter '{parameter.Name}' of Forward is an array, and others follow it",
                    "put it last: it takes all tensors that are left");
            }

            if (parameter.HasExplicitDefaultValue)
            {
                throw owner.Report(
                    Rules.ForwardSignature, location, $"The parameter '{parameter.Name}' of Forward has a default value",
                    "a call gives every tensor: remove the default, and write a second block where a tensor is missing");
            }

            if (!isArray && !Session.Known.IsTensor(parameter.Type))
            {
                throw owner.Report(
                    Rules.ForwardSignature, location,
                    $"The parameter '{parameter.Name}' of Forward is of type '{Session.Known.Describe(parameter.Type)}'",
                    "Forward takes values of type Tensor: make a number a parameter of the block");
            }

            if (parameter.RefKind != RefKind.None)
            {
                string modifier = parameter.RefKind == RefKind.RefReadOnlyParameter
                    ? "ref readonly"
                    : parameter.RefKind.ToString().ToLowerInvariant();
                throw owner.Report(
                    Rules.ForwardSignature, location, $"The parameter '{parameter.Name}' of Forward is passed by '{modifier}'",
                    $"Forward takes its inputs by value: write 'Tensor {parameter.Name}'");
            }

            int[] shape = ShapeReader.Read(owner, parameter.GetAttributes(), ShapeReader.ShapeAttribute).FirstOrDefault().Dimensions ?? [];
            inputs.Add(new ForwardInput(owner.NewId(() => location), parameter.Name, shape.ToEquatableArray()) { IsArray = isArray });
        }

        if (inputs.Count == 0)
        {
            throw owner.Report(
                Rules.ForwardSignature, syntax.ParameterList.GetLocation(), $"Forward of '{owner.Type.Name}' takes {inputs.Count} tensors",
                $"a {(isNetwork ? "network" : "block")} needs an input: write 'Tensor Forward(Tensor x)'");
        }

        return inputs.ToEquatableArray();
    }

    /// <summary>Reports a name that two inputs or outputs of a network have.</summary>
    /// <param name="place">Where a name stands.</param>
    public static void CheckNames(
        TypeReader network, EquatableArray<ForwardInput> inputs, EquatableArray<string> outputs, Func<string, Location> place)
    {
        // Run on bytes has a parameter of its own.
        const string Normalization = "normalization";
        var taken = new HashSet<string> { Normalization };
        foreach (string name in inputs.Select(input => input.Name).Concat(outputs.Select(output => output.Length == 0 ? "output" : output)))
        {
            if (taken.Add(name)) continue;
            (string reason, string which) = name == Normalization
                ? ("is taken by a parameter of Run that describes images", "the input or output")
                : ("stands for two inputs or outputs, but each becomes a parameter of Run", "one of them");
            throw network.Report(Rules.ConflictingNames, place(name), name, network.Type.Name, reason, which);
        }
    }

    private static Location Place(MethodDeclarationSyntax syntax, string name)
    {
        SyntaxNode? output = (syntax.ReturnType as TupleTypeSyntax)?.Elements
            .FirstOrDefault(element => element.Identifier.ValueText == name);
        SyntaxNode place = output ?? syntax.ParameterList.Parameters.FirstOrDefault(parameter => parameter.Identifier.ValueText == name)
            ?? (SyntaxNode)syntax.ReturnType;
        return place.GetLocation();
    }

    /// <summary>Inputs and locals whose value goes nowhere. What C# reports itself, locals with a constant value or none, is left to
    /// it.</summary>
    private void ReportUnused(IMethodSymbol method, SyntaxNode body, SemanticModel model)
    {
        DataFlowAnalysis? flow = body is StatementSyntax statement
            ? model.AnalyzeDataFlow(statement)
            : model.AnalyzeDataFlow((ExpressionSyntax)body);
        if (flow is not { Succeeded: true }) return;
        var read = new HashSet<ISymbol>(flow.ReadInside, SymbolEqualityComparer.Default);
        foreach (IParameterSymbol input in method.Parameters.Where(input => !read.Contains(input)))
        {
            owner.Report(
                Rules.UnusedValue, input.Locations[0], $"The input '{input.Name}' of Forward is never used; use it, or remove it");
        }

        foreach (ISymbol local in flow.VariablesDeclared.Where(local => flow.WrittenInside.Contains(local, SymbolEqualityComparer.Default)))
        {
            if (read.Contains(local) || IsConstant(local, model) || IsTapped(local, model)) continue;
            owner.Report(
                Rules.UnusedValue, local.Locations[0],
                $"The local '{local.Name}' of Forward is computed and never used; use it, or remove it "
                + "(a discard, '_', takes the place of one of several)");
        }
    }

    /// <summary>Its value is read after the run.</summary>
    private bool IsTapped(ISymbol local, SemanticModel model) =>
        local.DeclaringSyntaxReferences[0].GetSyntax(Session.Cancellation)
            is VariableDeclaratorSyntax { Initializer.Value: InvocationExpressionSyntax call }
        && model.GetSymbolInfo(call, Session.Cancellation).Symbol is IMethodSymbol { Name: Tap.Name } method
        && Session.Known.IsOps(method.ContainingType);

    private bool IsConstant(ISymbol local, SemanticModel model) =>
        local.DeclaringSyntaxReferences[0].GetSyntax(Session.Cancellation) is VariableDeclaratorSyntax { Initializer.Value: { } value }
        && model.GetConstantValue(value, Session.Cancellation).HasValue;
}
