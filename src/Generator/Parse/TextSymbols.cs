using Fusion.Compiler;
using Fusion.Compiler.Declarations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fusion.Generator.Parse;

/// <summary>Finds what an expression in a text speaks of: methods and values of the project, as code in the place of the text
/// would.</summary>
/// <param name="place">The argument whose text it is.</param>
internal sealed class TextSymbols(TypeReader owner, ExpressionSyntax place)
{
    private SemanticModel Model => owner.Session.Model(place.SyntaxTree);

    /// <summary>What a name, or <c>Type.Name</c>, stands for; nothing where it is no name.</summary>
    public IReadOnlyList<ISymbol> Find(ExpressionSyntax name) => name switch
    {
        IdentifierNameSyntax { Identifier.ValueText: { Length: > 0 } identifier } =>
            Model.LookupSymbols(place.SpanStart, name: identifier),
        MemberAccessExpressionSyntax { Name: IdentifierNameSyntax { Identifier.ValueText: { Length: > 0 } member } } access
            when Container(access.Expression) is { } container =>
            [.. container.GetMembers(member).Where(symbol => Model.IsAccessible(place.SpanStart, symbol))],
        _ => [],
    };

    private INamespaceOrTypeSymbol? Container(ExpressionSyntax name) => name switch
    {
        IdentifierNameSyntax { Identifier.ValueText: { Length: > 0 } identifier } =>
            Model.LookupNamespacesAndTypes(place.SpanStart, name: identifier).OfType<INamespaceOrTypeSymbol>().FirstOrDefault(),
        MemberAccessExpressionSyntax { Name: IdentifierNameSyntax { Identifier.ValueText: var member } } access =>
            Container(access.Expression)?.GetMembers(member).OfType<INamespaceOrTypeSymbol>().FirstOrDefault(),
        _ => null,
    };

    /// <summary>The arguments of a call in the order of the parameters.</summary>
    /// <param name="arguments">As they are written, each read.</param>
    /// <param name="id">Of the call, for what is not written.</param>
    /// <returns>Null where they do not fit.</returns>
    public static EquatableArray<Expression>? Bind(IMethodSymbol method, IReadOnlyList<Argument> arguments, int id)
    {
        var bound = new Expression?[method.Parameters.Length];
        for (int i = 0; i < arguments.Count; i++)
        {
            Argument argument = arguments[i];
            IParameterSymbol? parameter = argument.Name.Length > 0
                ? method.Parameters.FirstOrDefault(candidate => candidate.Name == argument.Name)
                : method.Parameters.ElementAtOrDefault(i);
            bool isRest = argument.Name.Length == 0 && method.Parameters.Length > 0
                && i >= method.Parameters.Length - 1 && method.Parameters[method.Parameters.Length - 1].IsParams;
            if (isRest)
            {
                ArrayOf rest = bound[method.Parameters.Length - 1] as ArrayOf ?? new ArrayOf(id, []);
                bound[method.Parameters.Length - 1] = rest with { Elements = rest.Elements.Append(argument.Value).ToEquatableArray() };
                continue;
            }

            if (parameter is null || bound[parameter.Ordinal] is not null) return null;
            bound[parameter.Ordinal] = argument.Value;
        }

        foreach (IParameterSymbol parameter in method.Parameters.Where(parameter => bound[parameter.Ordinal] is null))
        {
            if (parameter.IsParams) bound[parameter.Ordinal] = new ArrayOf(id, []);
            else if (!parameter.HasExplicitDefaultValue) return null;
            else bound[parameter.Ordinal] = new Literal(id, Constants.Normalize(parameter.ExplicitDefaultValue, parameter.Type) ?? "");
        }

        return bound.Select(expression => expression!).ToEquatableArray();
    }
}
