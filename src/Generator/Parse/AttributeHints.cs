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

    /// <summary>Of a field whose type would be an operation: <c>Conv2d conv;</c></summary>
    public void Type(IFieldSymbol field)
    {
        if (Session.Map is null || field.Type is not IErrorTypeSymbol { Arity: 0 }) return;
        if (Operation(Session.Known, field.Type.Name) is not { } type) return;
        owner.Report(Rules.UnknownToFusion, field.Locations[0],
            $"A layer is a field of type Layer, with its operations in brackets: declare {Layer(type, field.Name)}");
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

    /// <summary>Of a tuple in the place of a number for each dimension.</summary>
    public Rejected Tuple(TupleExpressionSyntax tuple) => owner.Report(Rules.UnknownToFusion, tuple.GetLocation(),
        $"An attribute takes no tuples; write a number for each dimension as a text: \"{tuple}\"");

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
