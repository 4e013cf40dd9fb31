using Fusion.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fusion.Generator.Parse;

/// <summary>
/// What is said beside C#'s own error of an attribute that it rejects, where it is known what is meant: a name, or arguments, as other
/// frameworks have them.
/// </summary>
internal sealed class AttributeHints(TypeReader owner)
{
    private ParseSession Session => owner.Session;

    /// <summary>Of an attribute that there is not.</summary>
    public void Name(AttributeData data)
    {
        if (Session.Map is null || Syntax(data) is not { } syntax) return;
        string written = LastName(syntax.Name);
        string? text = ForeignNames.Advise(written)
            ?? (Operation(Session.Known, written) is { } type ? "write " + Usage(type) : null)
            ?? (ForwardHints.Functions(Session.Known, written) is { } functions ? $"write it in Forward: {functions}" : null);
        if (text is not null) owner.Report(Rules.UnknownToFusion, syntax.Name.GetLocation(), $"Fusion has no [{written}]; {text}");
    }

    /// <summary>Of a field whose type would be an operation: <c>Conv2d conv;</c> and <c>Parameter gamma = new Parameter(8);</c></summary>
    public void Type(IFieldSymbol field)
    {
        if (Session.Map is null || field.Type is not IErrorTypeSymbol { Arity: 0 }) return;
        if (Operation(Session.Known, field.Type.Name) is not { } type) return;
        owner.Report(Rules.UnknownToFusion, field.Locations[0], IsParameter(type)
            ? "A parameter is a field of type Tensor, with its dimensions in brackets: declare "
                + Parameter(field.Name, field.DeclaringSyntaxReferences[0].GetSyntax(Session.Cancellation))
            : $"A layer is a field of type Layer, with its operations in brackets: declare {Layer(type, field.Name)}");
    }

    /// <summary>Of arguments that no constructor takes.</summary>
    public void Arguments(AttributeData data)
    {
        if (Session.Map is null || Syntax(data) is not { } syntax || data.AttributeClass is not { IsGenericType: false } type) return;
        if (syntax.ArgumentList is not { } list || !Session.Known.IsOperation(type)) return;
        // Of one that is missing, C# says which.
        var names = new HashSet<string>(type.InstanceConstructors.SelectMany(each => each.Parameters).Select(parameter => parameter.Name));
        bool areMany = list.Arguments.Count(argument => argument.NameEquals is null) > type.InstanceConstructors.Max(Count);
        bool isUnknown = list.Arguments.Any(argument => argument.NameColon is { } name && !names.Contains(name.Name.Identifier.ValueText));
        if (!areMany && !isUnknown) return;
        owner.Report(Rules.UnknownToFusion, list.GetLocation(), $"[{Name(type)}] takes other arguments; write {Usage(type)}. "
            + "Sizes of the input, such as its channels, are known, and are no arguments");
    }

    private static int Count(IMethodSymbol constructor) =>
        constructor.Parameters.Any(parameter => parameter.IsParams) ? int.MaxValue : constructor.Parameters.Length;

    /// <summary>Of a value that C# takes for no constant; null where nothing is known of it.</summary>
    public Rejected? Value(AttributeData data, ExpressionSyntax value)
    {
        if (Session.Map is null) return null;
        string? text = value is TupleExpressionSyntax tuple
            ? "An attribute takes no tuples; write " + (data.AttributeConstructor?.Parameters.Any(parameter => parameter.IsParams) == true
                ? $"the numbers one by one: {tuple.Arguments}"
                : $"a number for each dimension as a text: \"{tuple}\"")
            : OfNames(value);
        return text is null ? null : owner.Report(Rules.UnknownToFusion, value.GetLocation(), text);
    }

    /// <summary>A block's parameters without quotes around them, and fields in the place of parameters.</summary>
    private string? OfNames(ExpressionSyntax value)
    {
        IReadOnlyList<string> names = [.. value.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>()
            .Select(name => name.Identifier.ValueText)];
        if (names.Any(owner.HasParameter))
            return $"An attribute takes constants; write what a block's parameters decide as a text: \"{value}\"";
        IFieldSymbol? field = owner.Type.GetMembers().OfType<IFieldSymbol>()
            .FirstOrDefault(member => member is { IsStatic: false, IsConst: false } && names.Contains(member.Name));
        return field is null ? null
            : $"'{field.Name}' is a field, of which nothing is known at build time; make it a parameter of the class, "
                + $"'class {owner.Type.Name}({Session.Known.Describe(field.Type)} {field.Name})', and write it as a text: \"{value}\"";
    }

    /// <summary>Of a named argument that there is not.</summary>
    public void Argument(AttributeData data, AttributeArgumentSyntax argument)
    {
        if (Session.Map is null || data.AttributeClass is not { IsGenericType: false } type || !Session.Known.IsOperation(type)) return;
        string written = argument.NameEquals!.Name.Identifier.ValueText;
        IReadOnlyList<string> names = Named(type);
        string? meant = names.FirstOrDefault(name => name.Equals(written, StringComparison.OrdinalIgnoreCase));
        string mend = meant is not null ? $"write '{meant} = …'"
            : written.Equals("activation", StringComparison.OrdinalIgnoreCase)
            ? $"an activation is an operation behind it: write '[{Name(type)}(…), Relu]'"
            : $"write {Usage(type)}";
        owner.Report(Rules.UnknownToFusion, argument.NameEquals.GetLocation(), $"[{Name(type)}] has no '{written}'; {mend}");
    }

    /// <summary>How an operation is written: <c>'[Conv(outputs, kernel)]'</c>, and what it takes by name.</summary>
    private static string Usage(INamedTypeSymbol type)
    {
        IReadOnlyList<string> named = Named(type);
        return $"'[{Call(type)}]'" + (named.Count == 0 ? "" : $" (by name: {string.Join(", ", named)})");
    }

    private static string Call(INamedTypeSymbol type)
    {
        IMethodSymbol constructor = type.InstanceConstructors.Where(each => each.DeclaredAccessibility == Accessibility.Public)
            .OrderByDescending(each => each.Parameters.Length).First();
        string arguments = string.Join(", ", constructor.Parameters
            .Select(parameter => parameter.Name + (parameter.IsParams ? ", …" : "")));
        return Name(type) + (arguments.Length > 0 ? $"({arguments})" : "");
    }

    /// <summary>A layer of one operation, in quotes.</summary>
    public static string Layer(INamedTypeSymbol operation, string name) => $"'[{Call(operation)}] Layer {name};'";

    /// <summary>Whether it is of a field of type <c>Tensor</c>, not of a layer.</summary>
    public static bool IsParameter(INamedTypeSymbol operation) => Name(operation) == "Parameter";

    /// <summary>A field that is a parameter, in quotes, with the dimensions that are written where it was meant:
    /// <c>new Parameter(torch.zeros(1, 8))</c>.</summary>
    public static string Parameter(string name, SyntaxNode written)
    {
        string? dimensions = written.DescendantNodesAndSelf().OfType<ArgumentListSyntax>().Select(list => list.Arguments)
            .FirstOrDefault(arguments => arguments.Count > 0 && arguments.All(argument => argument is { NameColon: null }
                && argument.Expression is LiteralExpressionSyntax { Token.Value: int })).ToString();
        return $"'[Parameter({(string.IsNullOrEmpty(dimensions) ? "dimensions, …" : dimensions)})] Tensor {name};'";
    }

    /// <summary>The operation that a name of another framework means; null where there is none.</summary>
    public static INamedTypeSymbol? Operation(KnownTypes types, string written)
    {
        var operations = (types.Operation?.ContainingNamespace.GetTypeMembers() ?? [])
            .Where(type => type is { IsAbstract: false, IsGenericType: false } && types.IsOperation(type)).ToList();
        string? name = ForeignNames.Find(written, [.. operations.Select(Name)]);
        return operations.FirstOrDefault(operation => Name(operation) == name);
    }

    /// <summary>What the operation itself takes by name.</summary>
    private static IReadOnlyList<string> Named(INamedTypeSymbol type) => [.. type.GetMembers().OfType<IPropertySymbol>()
        .Where(property => property.SetMethod is not null).Select(property => property.Name)];

    private AttributeSyntax? Syntax(AttributeData data) =>
        data.ApplicationSyntaxReference?.GetSyntax(Session.Cancellation) as AttributeSyntax;

    private static string Name(INamedTypeSymbol type) => TypeReader.WithoutSuffix(type.Name);

    private static string LastName(NameSyntax name) => name switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => name.ToString(),
    };
}
