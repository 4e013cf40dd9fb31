using Fusion.Compiler;
using Fusion.Compiler.Declarations;
using Fusion.Compiler.Operations;
using Fusion.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fusion.Generator.Parse;

/// <summary>Reads one operation attribute.</summary>
internal sealed class AttributeReader(TypeReader owner)
{
    private const string TooLarge = " and does not fit into a whole number (int)";

    private ParseSession Session => owner.Session;

    /// <summary>An attribute that C# rejects, or a block that is none: it is reported, and what it would do is unknown.</summary>
    public static OperationSpec Unreadable(int id) => new(id, "", null, []);

    public OperationSpec Read(AttributeData data)
    {
        SyntaxNode? node = data.ApplicationSyntaxReference?.GetSyntax(Session.Cancellation);
        int id = owner.NewId(() => node?.GetLocation() ?? Location.None);
        if (data.AttributeConstructor is null || node is not AttributeSyntax syntax)
        {
            Session.HasSilentErrors = true;
            new AttributeHints(owner).Arguments(data);
            return Unreadable(id);
        }

        EquatableArray<Argument> arguments = ReadArguments(data, syntax).ToEquatableArray();
        try
        {
            string? block = data.AttributeClass!.IsGenericType ? ReadBlockType(data.AttributeClass, syntax) : null;
            string kind = TypeReader.WithoutSuffix(data.AttributeClass.Name);
            Session.HasTaps |= kind == Tap.Name || arguments.Any(argument => argument.Name == "TapGate");
            return new OperationSpec(id, kind, block, arguments);
        }
        catch (Rejected)
        {
            Session.HasSilentErrors = true;
            return Unreadable(id);
        }
    }

    public Expression? ReadPrefix(AttributeData data, AttributeSyntax syntax)
    {
        try
        {
            ExpressionSyntax? argument = syntax.ArgumentList?.Arguments.FirstOrDefault()?.Expression;
            if (argument is null || data.AttributeConstructor is null) throw new Rejected();
            return Value(argument, out _) is string text
                ? new StringExpressionReader(owner, argument, text).ReadTemplate()
                : throw Unusable(argument, data);
        }
        catch (Rejected)
        {
            Session.HasSilentErrors = true;
            return null;
        }
    }

    /// <summary>The number of an array's layers; null where it is wrong, and reported.</summary>
    public Expression? ReadCount(AttributeData data, AttributeSyntax syntax)
    {
        if (data.AttributeConstructor is null || syntax.ArgumentList?.Arguments.FirstOrDefault()?.Expression is not { } argument)
            return null;
        int errors = Session.Errors.Count;
        Expression count = ReadValue(argument, "count", data);
        return count is Unreadable || Session.Errors.Count > errors ? null : count;
    }

    /// <summary>Each argument by itself: a wrong one does not hide mistakes in the next.</summary>
    private IReadOnlyList<Argument> ReadArguments(AttributeData data, AttributeSyntax syntax)
    {
        IMethodSymbol constructor = data.AttributeConstructor!;
        var arguments = new List<Argument>();
        var gathered = new List<(SyntaxNode Syntax, Expression Value)>();
        string gatheredName = "";
        int position = 0;
        foreach (AttributeArgumentSyntax argument in syntax.ArgumentList?.Arguments ?? default)
        {
            IParameterSymbol? parameter = argument switch
            {
                { NameEquals: not null } => null,
                { NameColon: { } named } =>
                    constructor.Parameters.FirstOrDefault(candidate => candidate.Name == named.Name.Identifier.ValueText),
                _ => constructor.Parameters.ElementAtOrDefault(Math.Min(position++, constructor.Parameters.Length - 1)),
            };
            string? name = argument.NameEquals?.Name.Identifier.ValueText ?? parameter?.Name;
            if (argument.NameEquals is not null && Property(data, name!, StringComparison.Ordinal) is null)
            {
                Session.HasSilentErrors = true;
                new AttributeHints(owner).Argument(data, argument);
            }
            else if (name is null)
            {
                Session.HasSilentErrors = true;
            }
            else if (parameter is { IsParams: true } && data.AttributeClass!.IsGenericType)
            {
                arguments.AddRange(ReadBlockArgument(argument.Expression, data));
            }
            else if (parameter is { IsParams: true })
            {
                gatheredName = name;
                gathered.Add((argument.Expression, ReadValue(argument.Expression, name, data)));
            }
            else if (Value(argument.Expression, out bool isNull) is not null || !isNull)
            {
                arguments.Add(new Argument(name, ReadValue(argument.Expression, name, data)));
            }
        }

        if (gathered.Count > 0)
        {
            int id = owner.NewId(() => TypeReader.Around([.. gathered.Select(part => part.Syntax)]));
            arguments.Add(new Argument(gatheredName, new TupleOf(id, gathered.Select(part => part.Value).ToEquatableArray())));
        }

        return arguments;
    }

    private Expression ReadValue(ExpressionSyntax argument, string name, AttributeData data)
    {
        try
        {
            object value = Value(argument, out _) ?? throw Unusable(argument, data);
            if (value is not string text || IsEnumeration(argument)) return new Literal(owner.NewId(argument.GetLocation), value);
            ITypeSymbol? type = Property(data, name, StringComparison.OrdinalIgnoreCase)?.Type;
            // C# rejects it, too.
            if (Session.Known.IsEnumeration(type))
                throw owner.Report(Rules.UnknownToFusion, argument.GetLocation(), ForwardHints.Members(type!, argument));
            var reader = new StringExpressionReader(owner, argument, text) { Purpose = name };
            return IsName(data, name) ? reader.ReadTemplate() : reader.ReadWhole();
        }
        catch (Rejected)
        {
            Session.HasSilentErrors = true;
            return new Unreadable(owner.NewId(argument.GetLocation));
        }
    }

    /// <summary>
    /// What an attribute declares as a text is a name of the weights file; expressions are declared as objects. The one exception is the
    /// condition.
    /// </summary>
    private static bool IsName(AttributeData data, string argument)
    {
        return argument != "When"
            && Property(data, argument, StringComparison.OrdinalIgnoreCase)?.Type.SpecialType == SpecialType.System_String;
    }

    private static IPropertySymbol? Property(AttributeData data, string name, StringComparison comparison)
    {
        for (INamedTypeSymbol? type = data.AttributeClass; type is not null; type = type.BaseType)
        {
            IPropertySymbol? property = type.GetMembers().OfType<IPropertySymbol>()
                .FirstOrDefault(candidate => candidate.Name.Equals(name, comparison));
            if (property is not null) return property;
        }

        return null;
    }

    private IReadOnlyList<Argument> ReadBlockArgument(ExpressionSyntax argument, AttributeData data)
    {
        try
        {
            object value = Value(argument, out _) ?? throw Unusable(argument, data);
            return value is string text && !IsEnumeration(argument)
                ? new StringExpressionReader(owner, argument, text).ReadArguments()
                : [new Argument("", new Literal(owner.NewId(argument.GetLocation), value))];
        }
        catch (Rejected)
        {
            Session.HasSilentErrors = true;
            return [new Argument("", new Unreadable(owner.NewId(argument.GetLocation)))];
        }
    }

    private Rejected Unusable(ExpressionSyntax argument, AttributeData data)
    {
        // An attribute's argument is a constant, a type or an array: what is none of these, C# rejects.
        SemanticModel model = Session.Model(argument.SyntaxTree);
        bool isValid = model.GetConstantValue(argument, Session.Cancellation).HasValue
            || argument is TypeOfExpressionSyntax or ArrayCreationExpressionSyntax
                or ImplicitArrayCreationExpressionSyntax or CollectionExpressionSyntax;
        string attribute = TypeReader.WithoutSuffix(data.AttributeClass!.Name);
        return isValid
            ? owner.Report(
                Rules.UnusableArgument, argument.GetLocation(), argument.ToString(), attribute, Found(model, argument),
                Expected(model, argument))
            : new AttributeHints(owner).Value(data, argument) ?? new Rejected();
    }

    private static string Expected(SemanticModel model, ExpressionSyntax argument) =>
        model.GetTypeInfo(argument).Type is { TypeKind: TypeKind.Enum } type
            ? "one of " + Constants.Members(type)
            : argument is ArrayCreationExpressionSyntax or ImplicitArrayCreationExpressionSyntax or CollectionExpressionSyntax
            ? "a number or, for each dimension its own, a text such as \"(3, 1)\""
            : "a number, true, false, a member of an enumeration or an expression string";

    private static string Found(SemanticModel model, ExpressionSyntax argument)
    {
        if (model.GetConstantValue(argument) is { HasValue: true, Value: null }) return "null";
        if (model.GetTypeInfo(argument).Type is not { } type) return "an array";
        string name = type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
        return type.TypeKind == TypeKind.Enum ? $"no member of '{name}'" : $"of type '{name}'" + (IsInteger(type) ? TooLarge : "");
    }

    /// <summary>Whether every value that fits into an int is read.</summary>
    private static bool IsInteger(ITypeSymbol type) =>
        type.SpecialType is SpecialType.System_UInt32 or SpecialType.System_Int64 or SpecialType.System_UInt64;

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
        !IsPlain(argument) && Session.Model(argument.SyntaxTree)
            .GetTypeInfo(argument, Session.Cancellation).Type is { TypeKind: TypeKind.Enum };

    /// <summary>A literal, as most arguments are: it means what it says, and the compiler need not bind the attribute once more.</summary>
    private static bool IsPlain(ExpressionSyntax argument) =>
        argument.Kind() is SyntaxKind.NumericLiteralExpression or SyntaxKind.StringLiteralExpression
            or SyntaxKind.TrueLiteralExpression or SyntaxKind.FalseLiteralExpression;

    private string ReadBlockType(INamedTypeSymbol attribute, AttributeSyntax syntax)
    {
        Location location = (syntax.DescendantNodes().OfType<TypeArgumentListSyntax>().FirstOrDefault()?.Arguments.FirstOrDefault()
            ?? (SyntaxNode)syntax).GetLocation();
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
