using Fusion.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fusion.Generator.Parse;

/// <summary>
/// What is said beside C#'s own errors in <c>Forward</c>, where it is known what is meant: functions and methods as other frameworks have
/// them, and arguments that functions of <c>Ops</c> do not take.
/// </summary>
internal sealed class ForwardHints(TypeReader owner, SemanticModel model)
{
    /// <summary>What functions of other frameworks are called with in front of them.</summary>
    private static readonly HashSet<string> Frameworks = ["F", "nn", "torch", "tf", "np", "keras", "layers", "K", "einops"];

    private static readonly Dictionary<string, string> OfTensors = new() { ["Max"] = "Maximum", ["Min"] = "Minimum" };

    /// <summary>Reports what can be said of the errors in a method; each place once.</summary>
    public void Report(SyntaxNode method)
    {
        if (owner.Session.Map is null) return;
        var seen = new HashSet<SyntaxNode>();
        foreach (Diagnostic error in model.GetDiagnostics(method.Span, owner.Session.Cancellation))
        {
            if (error.Severity != DiagnosticSeverity.Error || error.Location.SourceTree != method.SyntaxTree) continue;
            SyntaxNode node = method.SyntaxTree.GetRoot(owner.Session.Cancellation)
                .FindNode(error.Location.SourceSpan, getInnermostNodeForTie: true);
            if (Find(error.Id, node) is var (place, text) && seen.Add(place))
                owner.Report(Rules.UnknownToFusion, place.GetLocation(), text);
        }
    }

    private (SyntaxNode Place, string Text)? Find(string error, SyntaxNode node) => (error, node) switch
    {
        ("CS1061", { Parent: MemberAccessExpressionSyntax member }) when member.Name == node => OfMember(member),
        ("CS0103", IdentifierNameSyntax name) => OfFunction(name),
        ("CS8129", ExpressionSyntax right) when IsTensor(right) => OfParts(right),
        ("CS0019", BinaryExpressionSyntax binary) when IsComparison(binary) && (IsTensor(binary.Left) || IsTensor(binary.Right)) =>
            (binary, $"'{binary}' depends on values, which are not known at build time; compute both sides, and choose by arithmetic: with "
                + "Relu, Clamp, Minimum, Maximum or a product with a gate"),
        // At the argument, or at what is called.
        ("CS1503" or "CS1739" or "CS9174", _) when node.FirstAncestorOrSelf<ArgumentSyntax>() is { } argument =>
            OfArgument(argument, argument.Parent?.Parent),
        ("CS1501", _) => OfArgument(node, node.FirstAncestorOrSelf<InvocationExpressionSyntax>()),
        _ => null,
    };

    /// <summary><c>x.relu()</c> and <c>conv.Forward(x)</c>.</summary>
    private (SyntaxNode, string)? OfMember(MemberAccessExpressionSyntax member)
    {
        string written = member.Name.Identifier.ValueText;
        if (owner.Session.Known.IsLayer(Type(member.Expression)) && written.Equals("forward", StringComparison.OrdinalIgnoreCase))
            return (member.Name, $"A layer is called itself: write '{member.Expression}(…)'");
        if (!IsTensor(member.Expression)) return null;
        string? text = ForeignNames.Advise(written) ?? (Functions(owner.Session.Known, written) is { } functions
            ? $"write the function, whose first argument is the tensor: {functions}"
            : null);
        return text is null ? null : (member.Name, $"A tensor has no '{written}'; {text}");
    }

    /// <summary><c>cat(a, b)</c>, <c>torch.cat(a, b)</c> and <c>F.max_pool2d(x, 2)</c>.</summary>
    private (SyntaxNode, string)? OfFunction(IdentifierNameSyntax name)
    {
        ExpressionSyntax called = name;
        while (called.Parent is MemberAccessExpressionSyntax member && member.Expression == called) called = member;
        if (called.Parent is not InvocationExpressionSyntax call || call.Expression != called) return null;
        if (called != name && !Frameworks.Contains(name.Identifier.ValueText)) return null;
        string written = called is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var last } ? last : name.Identifier.ValueText;
        string? text = ForeignNames.Advise(written)
            ?? (Functions(owner.Session.Known, written) is { } functions ? $"write {functions}" : null)
            ?? (AttributeHints.Operation(owner.Session.Known, written) is not { } operation ? null
                : AttributeHints.IsParameter(operation)
                ? $"a parameter is a field: declare {AttributeHints.Parameter("parameter", call)}"
                : $"its weights belong to a layer: declare {AttributeHints.Layer(operation, "layer")}, and call that");
        return text is null ? null : (called, $"Fusion has no '{called}'; {text}");
    }

    /// <summary><c>var (states, last) = gru(x)</c>, of a value that has no parts.</summary>
    private (SyntaxNode, string)? OfParts(ExpressionSyntax right) =>
        right is InvocationExpressionSyntax call && IsRecurrent(model.GetSymbolInfo(call.Expression, owner.Session.Cancellation).Symbol)
            ? (right, $"'{right}' is one tensor, the states of all steps; '{right}[^1..]' is the last")
            : (right, $"'{right}' is one tensor; parts of its channels are 'Split({right}, …)'");

    private bool IsRecurrent(ISymbol? layer) =>
        layer is IFieldSymbol field && owner.Session.Known.IsLayer(field.Type)
        && field.GetAttributes().LastOrDefault()?.AttributeClass?.Name is "RnnAttribute" or "LstmAttribute" or "GruAttribute";

    /// <summary><c>x[0]</c>, <c>Math.Max(x, 0)</c>, <c>Mean(x, 1)</c> and <c>Relu(x, inplace: true)</c>.</summary>
    private (SyntaxNode, string)? OfArgument(SyntaxNode place, SyntaxNode? whole)
    {
        if (whole is ElementAccessExpressionSyntax element)
            return IsTensor(element.Expression) ? (element, OfElement(element)) : null;
        if (whole is not InvocationExpressionSyntax call) return null;
        IReadOnlyList<IMethodSymbol> methods =
            [.. model.GetMemberGroup(call.Expression, owner.Session.Cancellation).OfType<IMethodSymbol>()];
        if (methods.Count == 0) return null;
        if (methods[0].ContainingType.ToDisplayString() is "System.Math" or "System.MathF"
            && call.ArgumentList.Arguments.Any(argument => IsTensor(argument.Expression)))
        {
            string name = OfTensors.TryGetValue(methods[0].Name, out string? other) ? other : methods[0].Name;
            string? text = Functions(owner.Session.Known, name) is { } functions
                ? "of tensors, write " + functions
                : ForeignNames.Advise(name);
            return text is null ? null : (call, "Functions of Math compute numbers; " + text);
        }

        if (!owner.Session.Known.IsOps(methods[0].ContainingType)) return null;
        return (place, Member(place, methods) ?? $"{methods[0].Name} takes other arguments: {Signatures(methods)}");
    }

    private string OfElement(ElementAccessExpressionSyntax element)
    {
        SeparatedSyntaxList<ArgumentSyntax> positions = element.ArgumentList.Arguments;
        string ranges = string.Join(", ", positions.Select(position => OfPosition(position.Expression)));
        return $"A tensor is indexed by ranges of positions, channels excepted: write '{element.Expression}[{ranges}]', which has as many "
            + "dimensions, and Slice or Split for channels";
    }

    /// <summary>The range of one position; those below 0 count from the end, as in Python.</summary>
    private static string OfPosition(ExpressionSyntax position) => position switch
    {
        RangeExpressionSyntax range => range.ToString(),
        LiteralExpressionSyntax { Token.Value: int number } when number < int.MaxValue => $"{number}..{number + 1}",
        PrefixUnaryExpressionSyntax { Operand: LiteralExpressionSyntax { Token.Value: int number } } fromEnd
            when fromEnd.Kind() is SyntaxKind.IndexExpression or SyntaxKind.UnaryMinusExpression =>
            number > 1 ? $"^{number}..^{number - 1}" : "^1..",
        PrefixUnaryExpressionSyntax fromEnd when fromEnd.IsKind(SyntaxKind.IndexExpression) =>
            $"{fromEnd}..^({fromEnd.Operand} - 1)",
        IdentifierNameSyntax or MemberAccessExpressionSyntax or ParenthesizedExpressionSyntax => $"{position}..({position} + 1)",
        // A range binds more tightly than a sum.
        _ => $"({position})..({position} + 1)",
    };

    /// <summary>A text or number in the place of an enumeration's member.</summary>
    private string? Member(SyntaxNode place, IReadOnlyList<IMethodSymbol> methods)
    {
        if (place is not ArgumentSyntax { Parent: ArgumentListSyntax list } argument) return null;
        int position = list.Arguments.IndexOf(argument);
        ITypeSymbol? type = methods.Select(method => argument.NameColon is { } named
                ? method.Parameters.FirstOrDefault(parameter => parameter.Name == named.Name.Identifier.ValueText)?.Type
                : method.Parameters.ElementAtOrDefault(position)?.Type)
            .FirstOrDefault(owner.Session.Known.IsEnumeration);
        return type is null ? null : Members(type, argument.Expression);
    }

    /// <summary>What is said of an argument in the place of an enumeration's member.</summary>
    public static string Members(ITypeSymbol type, ExpressionSyntax argument)
    {
        string written = ((argument as LiteralExpressionSyntax)?.Token.Value as string ?? "").Replace("_", "").Replace("-", "");
        IReadOnlyList<string> members = [.. type.GetMembers().OfType<IFieldSymbol>()
            .Where(field => field.HasConstantValue).Select(field => $"{type.Name}.{field.Name}")];
        string? meant = members.FirstOrDefault(
            member => member.Equals($"{type.Name}.{written}", StringComparison.OrdinalIgnoreCase));
        return $"{argument} is no member of {type.Name}; write {meant ?? "one of " + string.Join(", ", members)}";
    }

    /// <summary>The functions that a name of another framework means; null where there are none.</summary>
    public static string? Functions(KnownTypes types, string written)
    {
        IReadOnlyList<IMethodSymbol> functions = [.. (types.Ops?.GetMembers() ?? []).OfType<IMethodSymbol>()
            .Where(method => method is { IsStatic: true, DeclaredAccessibility: Accessibility.Public })];
        string? name = ForeignNames.Find(written, [.. functions.Select(function => function.Name).Distinct()]);
        return name is null ? null : Signatures([.. functions.Where(function => function.Name == name)]);
    }

    private static string Signatures(IReadOnlyList<IMethodSymbol> methods) => string.Join(" or ", methods.Select(method =>
        $"'{method.Name}({string.Join(", ", method.Parameters
            .Select(parameter => parameter.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)))})'"));

    private static bool IsComparison(BinaryExpressionSyntax binary) => binary.Kind() is SyntaxKind.LessThanExpression
        or SyntaxKind.LessThanOrEqualExpression or SyntaxKind.GreaterThanExpression or SyntaxKind.GreaterThanOrEqualExpression;

    private bool IsTensor(ExpressionSyntax expression) => owner.Session.Known.IsTensor(Type(expression));

    private ITypeSymbol? Type(ExpressionSyntax expression) => model.GetTypeInfo(expression, owner.Session.Cancellation).Type;
}
