using Fusion.Compiler;
using Fusion.Compiler.Declarations;
using Fusion.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fusion.Generator.Parse;

/// <summary>Reads one operation attribute.</summary>
internal sealed class AttributeReader(TypeReader owner)
{
    private ParseSession Session => owner.Session;

    /// <summary>The operation; null where it is wrong.</summary>
    public OperationSpec? Read(AttributeData data)
    {
        if (data.AttributeConstructor is null || data.ApplicationSyntaxReference?.GetSyntax(Session.Cancellation) is not AttributeSyntax syntax)
        {
            Session.HasSilentErrors = true;
            return null;
        }

        try
        {
            int id = owner.NewId(syntax.GetLocation);
            string? block = data.AttributeClass!.IsGenericType ? ReadBlockType(data.AttributeClass, syntax) : null;
            return new OperationSpec(id, TypeReader.WithoutSuffix(data.AttributeClass.Name), block, ReadArguments(data, syntax).ToEquatableArray());
        }
        catch (Rejected)
        {
            Session.HasSilentErrors = true;
            return null;
        }
    }

    public Expression? ReadPrefix(AttributeSyntax syntax)
    {
        try
        {
            ExpressionSyntax? argument = syntax.ArgumentList?.Arguments.FirstOrDefault()?.Expression;
            return argument is not null && Value(argument, out _) is string text
                ? new StringExpressionReader(owner, argument, text).ReadTemplate()
                : throw new Rejected();
        }
        catch (Rejected)
        {
            Session.HasSilentErrors = true;
            return null;
        }
    }

    private IEnumerable<Argument> ReadArguments(AttributeData data, AttributeSyntax syntax)
    {
        IMethodSymbol constructor = data.AttributeConstructor!;
        var arguments = new List<Argument>();
        var gathered = new List<Expression>();
        string gatheredName = "";
        int position = 0;
        foreach (AttributeArgumentSyntax argument in syntax.ArgumentList?.Arguments ?? default)
        {
            string name;
            bool isParams = false;
            if (argument.NameEquals is { } property)
            {
                name = property.Name.Identifier.ValueText;
            }
            else
            {
                IParameterSymbol? parameter = argument.NameColon is { } named
                    ? constructor.Parameters.FirstOrDefault(candidate => candidate.Name == named.Name.Identifier.ValueText)
                    : constructor.Parameters.ElementAtOrDefault(Math.Min(position++, constructor.Parameters.Length - 1));
                if (parameter is null) throw new Rejected();
                name = parameter.Name;
                isParams = parameter.IsParams;
            }

            if (isParams && data.AttributeClass!.IsGenericType)
            {
                arguments.AddRange(ReadBlockArgument(argument.Expression, data));
            }
            else if (isParams)
            {
                gatheredName = name;
                gathered.Add(ReadValue(argument.Expression, name, data));
            }
            else if (Value(argument.Expression, out bool isNull) is not null || !isNull)
            {
                arguments.Add(new Argument(name, ReadValue(argument.Expression, name, data)));
            }
        }

        if (gathered.Count > 0) arguments.Add(new Argument(gatheredName, new TupleOf(owner.NewId(syntax.GetLocation), gathered.ToEquatableArray())));
        return arguments;
    }

    private Expression ReadValue(ExpressionSyntax argument, string name, AttributeData data)
    {
        object value = Value(argument, out _) ?? throw Unusable(argument, data);
        if (value is not string text || IsEnumeration(argument)) return new Literal(owner.NewId(argument.GetLocation), value);
        var reader = new StringExpressionReader(owner, argument, text);
        return IsName(data, name) ? reader.ReadTemplate() : reader.ReadWhole();
    }

    /// <summary>
    /// What an attribute declares as a text is a name of the weights file; expressions are declared as objects. The one exception is the condition.
    /// </summary>
    private static bool IsName(AttributeData data, string argument)
    {
        if (argument == "When") return false;
        for (INamedTypeSymbol? type = data.AttributeClass; type is not null; type = type.BaseType)
        {
            IPropertySymbol? property = type.GetMembers().OfType<IPropertySymbol>()
                .FirstOrDefault(candidate => candidate.Name.Equals(argument, StringComparison.OrdinalIgnoreCase));
            if (property is not null) return property.Type.SpecialType == SpecialType.System_String;
        }

        return false;
    }

    private IEnumerable<Argument> ReadBlockArgument(ExpressionSyntax argument, AttributeData data)
    {
        object value = Value(argument, out _) ?? throw Unusable(argument, data);
        return value is string text && !IsEnumeration(argument)
            ? new StringExpressionReader(owner, argument, text).ReadArguments()
            : [new Argument("", new Literal(owner.NewId(argument.GetLocation), value))];
    }

    private Rejected Unusable(ExpressionSyntax argument, AttributeData data)
    {
        // An attribute's argument is a constant, a type or an array: what is none of these, C# rejects.
        SemanticModel model = Session.Model(argument.SyntaxTree);
        bool isValid = model.GetConstantValue(argument, Session.Cancellation).HasValue || argument is TypeOfExpressionSyntax or ArrayCreationExpressionSyntax
            or ImplicitArrayCreationExpressionSyntax or CollectionExpressionSyntax;
        return isValid
            ? owner.Report(Rules.UnusableArgument, argument.GetLocation(), argument.ToString(), TypeReader.WithoutSuffix(data.AttributeClass!.Name), Found(model, argument))
            : new Rejected();
    }

    private static string Found(SemanticModel model, ExpressionSyntax argument) =>
        model.GetTypeInfo(argument).Type is { } type ? $"of type '{type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}'" : "null or an array";

    private object? Value(ExpressionSyntax argument, out bool isNull)
    {
        isNull = false;
        if (IsPlain(argument)) return Constants.Normalize(((LiteralExpressionSyntax)argument).Token.Value, null);
        SemanticModel model = Session.Model(argument.SyntaxTree);
        Optional<object?> value = model.GetConstantValue(argument, Session.Cancellation);
        isNull = value is { HasValue: true, Value: null };
        return value.HasValue ? Constants.Normalize(value.Value, model.GetTypeInfo(argument, Session.Cancellation).Type) : null;
    }

    private bool IsEnumeration(ExpressionSyntax argument) =>
        !IsPlain(argument) && Session.Model(argument.SyntaxTree).GetTypeInfo(argument, Session.Cancellation).Type is { TypeKind: TypeKind.Enum };

    /// <summary>A literal, as most arguments are: it means what it says, and the compiler need not bind the attribute once more.</summary>
    private static bool IsPlain(ExpressionSyntax argument) =>
        argument.Kind() is SyntaxKind.NumericLiteralExpression or SyntaxKind.StringLiteralExpression or SyntaxKind.TrueLiteralExpression or SyntaxKind.FalseLiteralExpression;

    private string ReadBlockType(INamedTypeSymbol attribute, AttributeSyntax syntax)
    {
        Location location = (syntax.DescendantNodes().OfType<TypeArgumentListSyntax>().FirstOrDefault()?.Arguments.FirstOrDefault() ?? (SyntaxNode)syntax).GetLocation();
        if (attribute.TypeArguments[0] is not INamedTypeSymbol { TypeKind: not TypeKind.Error } block)
        {
            throw attribute.TypeArguments[0].TypeKind == TypeKind.Error
                ? new Rejected()
                : owner.Report(Rules.NotABlock, location, attribute.TypeArguments[0].ToDisplayString());
        }

        string name = block.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
        if (!block.GetAttributes().Any(candidate => KnownTypes.IsNamed(candidate.AttributeClass, KnownTypes.BlockAttribute)))
        {
            throw owner.Report(Rules.NotABlock, location, name);
        }

        if (!SymbolEqualityComparer.Default.Equals(block.ContainingAssembly, Session.Compilation.Assembly))
        {
            throw owner.Report(Rules.ForeignBlock, location, name, block.ContainingAssembly.Name);
        }

        owner.Blocks.Add(block.OriginalDefinition);
        return TypeReader.KeyOf(block.OriginalDefinition);
    }
}
