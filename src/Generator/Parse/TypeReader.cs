using Fusion.Compiler;
using Fusion.Compiler.Declarations;
using Fusion.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Fusion.Generator.Parse;

/// <summary>Reads one annotated type, a network or a block: its parameters, layers and topology.</summary>
internal sealed class TypeReader
{
    private readonly bool _isNetwork;
    private readonly HashSet<string> _layerFields = [];
    private readonly HashSet<string> _parameterFields = [];
    private readonly HashSet<string> _layerMembers = [];
    private int _nextId;

    public TypeReader(ParseSession session, INamedTypeSymbol type, bool isNetwork)
    {
        Session = session;
        session.Types.Add(type);
        Type = type;
        _isNetwork = isNetwork;
        Key = KeyOf(type);
        Constructor = isNetwork ? null : PrimaryConstructor(type, session.Cancellation) ?? LongestConstructor(type);
        Methods = new MethodReader(this);
        ParameterNames = Constructor is null ? [] : [.. Constructor.Parameters.Select(parameter => parameter.Name)];
    }

    public ParseSession Session { get; }

    public INamedTypeSymbol Type { get; }

    /// <summary>The type's name in the model: fully qualified.</summary>
    public string Key { get; }

    public IMethodSymbol? Constructor { get; }

    public IReadOnlyList<string> ParameterNames { get; }

    /// <summary>The methods of the user's own that it calls.</summary>
    public MethodReader Methods { get; }

    /// <summary>The blocks that the layers apply.</summary>
    public List<INamedTypeSymbol> Blocks { get; } = [];

    public static string KeyOf(INamedTypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    public BlockSpec Read()
    {
        int id = NewId(Identifier);
        EquatableArray<BlockParameter> parameters = ReadParameters();
        var layerReader = new LayerReader(this);
        _layerFields.UnionWith(layerReader.Names());
        _parameterFields.UnionWith(layerReader.Parameters());
        EquatableArray<LayerSpec> layers = layerReader.Read();
        _layerMembers.UnionWith(layers.Select(layer => layer.Name));
        var forwardReader = new ForwardReader(this, _isNetwork);
        ForwardSpec? forward = forwardReader.Read();
        EquatableArray<MethodSpec> methods = Methods.ReadAll();
        bool isReadWhole = !forwardReader.HasRejected && !Methods.HasRejected;
        if (layers.Count == 0 && !layerReader.HasMistakes && !forwardReader.Exists) Report(Rules.NoLayers, Identifier(), Type.Name);
        if (forward is not null && isReadWhole) ReportUnused(layers, [.. forwardReader.Called, .. Methods.Called]);
        if (isReadWhole) ReportUnusedMethods(forwardReader.Exists);
        if (!forwardReader.Exists) layerReader.CheckParts();
        return new BlockSpec(Key, Type.Name, id, parameters, layers, forward) { Methods = methods };
    }

    public bool HasParameter(string name) => ParameterNames.Contains(name);

    /// <summary>Whether a member is meant to be a layer.</summary>
    public bool IsLayerMember(string name) => _layerMembers.Contains(name);

    public bool IsLayerField(string name) => _layerFields.Contains(name);

    /// <summary>Whether a field is a value that is a parameter.</summary>
    public bool IsParameterField(string name) => _parameterFields.Contains(name);

    /// <summary>The value of a constant of this type or of one around it.</summary>
    public object? Constant(string name)
    {
        for (INamedTypeSymbol? type = Type; type is not null; type = type.ContainingType)
        {
            if (type.GetMembers(name).OfType<IFieldSymbol>().FirstOrDefault(field => field.HasConstantValue) is { } constant)
            {
                return Constants.Normalize(constant.ConstantValue, constant.Type);
            }
        }

        return null;
    }

    /// <summary>The place of the type's name in the source.</summary>
    public Location Identifier() => Type.Locations.FirstOrDefault(location => location.IsInSource) ?? Location.None;

    public int NewId(Func<Location> location)
    {
        Session.Map?.Add(Key, _nextId, location());
        return _nextId++;
    }

    /// <summary>The place from the first of some nodes to the last.</summary>
    public static Location Around(IReadOnlyList<SyntaxNode> nodes) =>
        nodes[0].SyntaxTree.GetLocation(TextSpan.FromBounds(nodes[0].SpanStart, nodes[nodes.Count - 1].Span.End));

    public Rejected Report(DiagnosticDescriptor rule, Location location, params object[] arguments) =>
        Report(rule, location, [], arguments);

    /// <param name="others">Other places that have to do with it.</param>
    public Rejected Report(DiagnosticDescriptor rule, Location location, IReadOnlyList<Location> others, params object[] arguments)
    {
        Session.Errors.Add(new ParseError(Key, Diagnostic.Create(rule, location, others, arguments)));
        return new Rejected();
    }

    private EquatableArray<BlockParameter> ReadParameters()
    {
        var parameters = new List<BlockParameter>();
        foreach (IParameterSymbol parameter in Constructor?.Parameters ?? [])
        {
            Location location = parameter.Locations.FirstOrDefault() ?? Location.None;
            string? type = parameter.Type.SpecialType switch
            {
                SpecialType.System_Int32 => "int",
                SpecialType.System_Double or SpecialType.System_Single => "double",
                SpecialType.System_Boolean => "bool",
                SpecialType.System_String => "string",
                _ when Session.Known.IsEnumeration(parameter.Type) => parameter.Type.Name,
                _ => null,
            };
            if (parameter.Type.TypeKind == TypeKind.Error || HasRejectedDefault(parameter))
            {
                Session.HasSilentErrors = true;
                type = null;
            }
            else if (type is null || parameter.RefKind != RefKind.None || parameter.IsParams || HasNullDefault(parameter)
                || IsNoMember(parameter))
            {
                Report(Rules.BlockParameterType, location, parameter.Name, Type.Name, Describe(parameter));
                type = null;
            }

            if (type is null)
            {
                parameters.Add(new BlockParameter(parameter.Name, "", null));
            }
            else
            {
                object? value = parameter.HasExplicitDefaultValue
                    ? Constants.Normalize(parameter.ExplicitDefaultValue, parameter.Type)
                    : null;
                parameters.Add(new BlockParameter(parameter.Name, type, value is null ? null : new Literal(NewId(() => location), value)));
            }
        }

        return parameters.ToEquatableArray();
    }

    private void ReportUnused(EquatableArray<LayerSpec> layers, HashSet<string> called)
    {
        foreach (LayerSpec layer in layers)
        {
            if (called.Contains(layer.Name)) continue;
            ISymbol? field = Type.GetMembers(layer.Name).FirstOrDefault();
            var (kind, used, use) = layer.Operations.Any(operation => operation.Kind == "Parameter")
                ? ("value", "used", "use") : ("layer", "called", "call");
            Report(Rules.UnusedLayer, field?.Locations.FirstOrDefault() ?? Location.None, layer.Name, Type.Name, kind, used, use);
        }
    }

    /// <summary>Methods in the place of Forward, and those that it does not call.</summary>
    private void ReportUnusedMethods(bool hasForward)
    {
        foreach (IMethodSymbol method in Type.GetMembers().OfType<IMethodSymbol>())
        {
            bool isMeant = method is { MethodKind: MethodKind.Ordinary, Name: not "Forward" }
                && method.Parameters.Any(parameter => Session.Known.IsTensor(parameter.Type))
                && ReturnsTensors(method);
            // Methods that others can see may be theirs to call.
            bool isOthers = method is { IsStatic: true, DeclaredAccessibility: not Accessibility.Private };
            if (!isMeant || isOthers || Methods.IsCalled(method)) continue;
            string mend = hasForward
                ? "does not call it; call it there, or remove it"
                : $"'{Type.Name}' has none; did you mean 'Forward'?";
            Report(Rules.UnusedMethod, method.Locations[0], method.Name, Type.Name, mend);
        }
    }

    private bool ReturnsTensors(IMethodSymbol method) =>
        Session.Known.IsTensor(method.ReturnType)
        || (method.ReturnType is INamedTypeSymbol { IsTupleType: true } tuple
            && tuple.TupleElements.All(element => Session.Known.IsTensor(element.Type)));

    private bool HasNullDefault(IParameterSymbol parameter) =>
        Default(parameter) is { } value
        && Session.Model(value.SyntaxTree).GetConstantValue(value, Session.Cancellation) is { HasValue: true, Value: null };

    /// <summary>Whether a default has no value, and is not null: C# rejects it.</summary>
    private bool HasRejectedDefault(IParameterSymbol parameter) =>
        Default(parameter) is not null
        && parameter is not { HasExplicitDefaultValue: true, ExplicitDefaultValue: not null }
        && !HasNullDefault(parameter);

    private ExpressionSyntax? Default(IParameterSymbol parameter) =>
        (parameter.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(Session.Cancellation) as ParameterSyntax)?.Default?.Value;

    private string Describe(IParameterSymbol parameter) =>
        $"of type '{DescribeType(parameter)}'" + (HasNullDefault(parameter) ? " with the default null"
            : IsNoMember(parameter) ? $" with the default {parameter.ExplicitDefaultValue}"
            : "");

    /// <summary>Whether the default is a number that is cast to an enumeration of which it is no member.</summary>
    private static bool IsNoMember(IParameterSymbol parameter) =>
        parameter is { Type.TypeKind: TypeKind.Enum, HasExplicitDefaultValue: true, ExplicitDefaultValue: { } value }
        && Constants.Normalize(value, parameter.Type) is null;

    private static string DescribeType(IParameterSymbol parameter) =>
        (parameter.IsParams ? "params " : parameter.RefKind == RefKind.None ? "" : parameter.RefKind.ToString().ToLowerInvariant() + " ")
        + parameter.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);

    public static string WithoutSuffix(string name) =>
        name.EndsWith("Attribute", StringComparison.Ordinal) ? name.Substring(0, name.Length - "Attribute".Length) : name;

    /// <summary>What a block with ordinary constructors means by its parameters; it is reported for having one.</summary>
    private static IMethodSymbol? LongestConstructor(INamedTypeSymbol type) =>
        type.InstanceConstructors.Where(constructor => !constructor.IsImplicitlyDeclared)
            .OrderByDescending(constructor => constructor.Parameters.Length).FirstOrDefault();

    public static IMethodSymbol? PrimaryConstructor(INamedTypeSymbol type, CancellationToken cancellation) =>
        type.InstanceConstructors.FirstOrDefault(
            constructor => constructor.DeclaringSyntaxReferences
                .Any(reference => reference.GetSyntax(cancellation) is TypeDeclarationSyntax));
}
