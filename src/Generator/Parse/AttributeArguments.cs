using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fusion.Generator.Parse;

/// <summary>The arguments of an attribute by their syntax, for one that C# may not understand yet because it speaks of generated
/// members.</summary>
internal sealed class AttributeArguments(ParseSession session, AttributeSyntax attribute)
{
    private readonly SemanticModel _model = session.Model(attribute.SyntaxTree);

    /// <summary>The type of <c>typeof(…)</c>; null where it is none.</summary>
    public INamedTypeSymbol? Type(int position, string parameter) =>
        Find(position, parameter) is TypeOfExpressionSyntax { Type: var type }
            ? _model.GetTypeInfo(type, session.Cancellation).Type as INamedTypeSymbol
            : null;

    /// <summary>The last name in <c>nameof(…)</c>, whether it is there or not, or the text of a constant; null where it is
    /// neither.</summary>
    public string? Name(int position, string parameter) => Find(position, parameter) switch
    {
        InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } } nameOf
            when nameOf.ArgumentList.Arguments.Count == 1 => LastName(nameOf.ArgumentList.Arguments[0].Expression),
        { } other => Constant(other) as string,
        null => null,
    };

    public bool Has(string property) => Property(property) is not null;

    public bool Flag(string property) => Property(property) is { } value && Constant(value) is true;

    public int Int(string property, int fallback) => Property(property) is { } value && Constant(value) is int number ? number : fallback;

    public double Number(string property, double fallback) => Property(property) is not { } value ? fallback : Constant(value) switch
    {
        int number => number,
        double number => number,
        float number => number,
        _ => fallback,
    };

    /// <summary>The name of an enumeration's member; null where there is none.</summary>
    public string? Member(string property) => Property(property) is { } value
        ? Constants.Normalize(Constant(value), _model.GetTypeInfo(value, session.Cancellation).Type) as string
        : null;

    /// <summary>Whether the argument is there, and null, or of a type that is no class.</summary>
    public bool IsNull(int position, string parameter) => Find(position, parameter) switch
    {
        TypeOfExpressionSyntax { Type: var type } =>
            _model.GetTypeInfo(type, session.Cancellation).Type is not (null or IErrorTypeSymbol or INamedTypeSymbol),
        { } other => _model.GetConstantValue(other, session.Cancellation) is { HasValue: true, Value: null },
        null => false,
    };

    /// <summary>What is said of a number that an enumeration has no member for; null where there is none.</summary>
    public string? FindUndefined(IEnumerable<string> properties)
    {
        foreach (string name in properties)
        {
            if (Property(name) is not { } value || Constant(value) is null || Member(name) is not null) continue;
            ITypeSymbol? type = _model.GetTypeInfo(value, session.Cancellation).Type;
            if (type is not { TypeKind: TypeKind.Enum }) continue;
            return $"{name} is {value}, which is no {type.Name}; the members are {Constants.Members(type)}.";
        }
        return null;
    }

    /// <summary>The member of ours that has the name of theirs.</summary>
    public T Member<T>(string property, T fallback)
        where T : struct => Member(property) is { } name && Enum.TryParse(name, out T found) ? found : fallback;

    private object? Constant(ExpressionSyntax expression) =>
        _model.GetConstantValue(expression, session.Cancellation) is { HasValue: true, Value: var value } ? value : null;

    private ExpressionSyntax? Property(string name) =>
        attribute.ArgumentList?.Arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == name)?.Expression;

    private ExpressionSyntax? Find(int position, string parameter)
    {
        if (attribute.ArgumentList is not { } list) return null;
        AttributeArgumentSyntax? named = list.Arguments.FirstOrDefault(
            argument => argument.NameColon?.Name.Identifier.ValueText == parameter);
        if (named is not null) return named.Expression;
        return list.Arguments.Count > position && list.Arguments[position] is { NameEquals: null, NameColon: null } found
            ? found.Expression
            : null;
    }

    private static string? LastName(ExpressionSyntax expression) => expression switch
    {
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        SimpleNameSyntax name => name.Identifier.ValueText,
        _ => null,
    };
}
