using Fusion.Compiler;
using Fusion.Compiler.Declarations;
using Fusion.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fusion.Generator.Parse;

/// <summary>Reads the layers of one network or block: its fields with operations.</summary>
internal sealed class LayerReader(TypeReader owner)
{
    private ParseSession Session => owner.Session;

    /// <summary>Whether a member is wrong that is meant to be a layer.</summary>
    public bool HasMistakes { get; private set; }

    /// <summary>The fields that can be called.</summary>
    public IEnumerable<string> Names() =>
        Fields().Where(field => IsLayer(field.Type) && field.GetAttributes().Any(IsOperation)).Select(field => field.Name);

    /// <summary>The fields that are values themselves.</summary>
    public IEnumerable<string> Parameters() => Fields().Where(IsParameter).Select(field => field.Name);

    /// <summary>Every layer, be it wrong: the layers after it may have mistakes of their own.</summary>
    public EquatableArray<LayerSpec> Read()
    {
        var layers = new List<LayerSpec>();
        foreach (ISymbol member in owner.Type.GetMembers())
        {
            Session.Cancellation.ThrowIfCancellationRequested();
            if (member is IFieldSymbol { IsImplicitlyDeclared: false, IsConst: false } field)
            {
                Check(field);
                if (IsLayer(field.Type) || field.GetAttributes().Any(IsOperation)) layers.Add(Read(field));
            }
            else if (Operations(member).Any())
            {
                HasMistakes = true;
                string kind = member is IFieldSymbol ? "a constant" : member is IPropertySymbol ? "a property" : "no field";
                owner.Report(Rules.LayerIsNoField, member.Locations[0], member.Name, kind, LayerName(member.Locations[0]));
                int id = owner.NewId(() => member.Locations[0]);
                layers.Add(new LayerSpec(id, member.Name, null, [AttributeReader.Unreadable(id)]));
            }
        }

        return new LayerNumbering(owner, Fields()).Mark(layers).ToEquatableArray();
    }

    /// <summary>Fields of several parts of a class have no order that its author wrote.</summary>
    public void CheckParts()
    {
        var layers = Fields().Where(field => IsLayer(field.Type)).ToList();
        IFieldSymbol? other = layers.FirstOrDefault(field => Part(field) != Part(layers[0]));
        if (other is null) return;
        owner.Report(Rules.LayersInSeveralParts, other.Locations[0], [layers[0].Locations[0]], other.Name, layers[0].Name, owner.Type.Name);

        SyntaxNode? Part(IFieldSymbol field) =>
            field.DeclaringSyntaxReferences[0].GetSyntax(Session.Cancellation).FirstAncestorOrSelf<TypeDeclarationSyntax>();
    }

    private IEnumerable<IFieldSymbol> Fields() =>
        owner.Type.GetMembers().OfType<IFieldSymbol>().Where(field => !field.IsImplicitlyDeclared && !field.IsConst);

    /// <summary>The operations of a member that is no field; those of a property may be meant for its field.</summary>
    private IEnumerable<AttributeData> Operations(ISymbol member) => member switch
    {
        IFieldSymbol { IsConst: true } constant => constant.GetAttributes().Where(IsOperation),
        IPropertySymbol property => property.GetAttributes().Concat(owner.Type.GetMembers().OfType<IFieldSymbol>()
            .Where(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property))
            .SelectMany(field => field.GetAttributes())).Where(IsOperation),
        _ => [],
    };

    private void Check(IFieldSymbol field)
    {
        Location location = field.Locations[0];
        IReadOnlyList<AttributeData> attributes = field.GetAttributes();
        bool isLayer = IsLayer(field.Type);
        AttributeData? operation = attributes.FirstOrDefault(IsOperation);
        if (field.Type.TypeKind == TypeKind.Error || attributes.Any(IsUnknown))
        {
            Session.HasSilentErrors = true;
            new AttributeHints(owner).Type(field);
        }
        else if (isLayer && attributes.Any(IsParameter))
        {
            owner.Report(Rules.NotALayer, location, field.Name, "Parameter", Session.Known.Describe(field.Type), "Tensor");
        }
        else if (isLayer && operation is null)
        {
            owner.Report(Rules.EmptyLayer, location, field.Name);
        }
        else if (!isLayer && operation is not null && !IsParameter(field))
        {
            // Of a value that is a parameter, the operation is what does not fit.
            AttributeData wrong = attributes.FirstOrDefault(each => IsOperation(each) && !IsParameter(each)) ?? operation;
            string attribute = TypeReader.WithoutSuffix(wrong.AttributeClass!.Name);
            owner.Report(Rules.NotALayer, location, field.Name, attribute, Session.Known.Describe(field.Type), LayerName(location));
        }
        else if (operation is not null && field.IsStatic && !owner.Type.IsStatic)
        {
            owner.Report(Rules.LayerIsNoField, location, field.Name, "static", LayerName(location));
        }
        else
        {
            return;
        }

        HasMistakes = true;
    }

    private LayerSpec Read(IFieldSymbol field)
    {
        int id = owner.NewId(() => field.Locations[0]);
        Expression? prefix = ReadPrefix(field);
        var reader = new AttributeReader(owner);
        var constraints = new ConstraintReader(owner);
        var operations = new List<OperationSpec>();
        foreach (AttributeData attribute in field.GetAttributes())
        {
            // A parameter on a layer has been reported, and is no operation to go on with.
            bool isMisplaced = IsParameter(attribute) && IsLayer(field.Type);
            if (IsOperation(attribute)) operations.Add(isMisplaced ? AttributeReader.Unreadable(id) : reader.Read(attribute));
            else if (IsUnknown(attribute)) operations.Add(Unknown(attribute, id));
            else if (ConstraintReader.IsOne(attribute)) constraints.AddTo(operations, attribute);
        }

        // Of what has another type than it says, nothing is known.
        if (operations.Count == 0 || !new LayerTypeCheck(owner, field).IsRight()) operations.Add(AttributeReader.Unreadable(id));
        return new LayerSpec(id, field.Name, prefix, operations.ToEquatableArray()) { Count = ReadCount(field) };
    }

    private OperationSpec Unknown(AttributeData attribute, int id)
    {
        new AttributeHints(owner).Name(attribute);
        return AttributeReader.Unreadable(id);
    }

    /// <summary>How many layers an array of them has; null where the field is one layer.</summary>
    private Expression? ReadCount(IFieldSymbol field)
    {
        AttributeData? attribute = field.GetAttributes()
            .FirstOrDefault(candidate => KnownTypes.IsNamed(candidate.AttributeClass, "Fusion.RepeatAttribute"));
        bool isArray = Session.Known.IsLayerArray(field.Type);
        if (attribute is null && !isArray) return null;
        if (attribute is null || !isArray)
        {
            owner.Report(
                Rules.LayerArray, ShapeReader.Place(attribute) ?? field.Locations[0],
                isArray ? $"The array of layers '{field.Name}' does not say how many there are"
                    : $"'{field.Name}' is one layer, but has a Repeat",
                isArray ? "write [Repeat(3)] with their number on it"
                    : $"declare it as '{LayerName(field.Locations[0])}[] {field.Name}', or remove [Repeat]");
            return isArray ? new Unreadable(owner.NewId(() => field.Locations[0])) : null;
        }

        if (attribute.ApplicationSyntaxReference?.GetSyntax(Session.Cancellation) is AttributeSyntax syntax
            && new AttributeReader(owner).ReadCount(attribute, syntax) is { } count) return count;
        Session.HasSilentErrors = true;
        return new Unreadable(owner.NewId(() => field.Locations[0]));
    }

    private bool IsLayer(ITypeSymbol type) => Session.Known.IsLayer(type) || Session.Known.IsLayerArray(type);

    private Expression? ReadPrefix(IFieldSymbol field)
    {
        AttributeData? attribute = field.GetAttributes()
            .FirstOrDefault(candidate => KnownTypes.IsNamed(candidate.AttributeClass, "Fusion.PrefixAttribute"));
        return attribute?.ApplicationSyntaxReference?.GetSyntax(Session.Cancellation) is AttributeSyntax syntax
            ? new AttributeReader(owner).ReadPrefix(attribute, syntax)
            : null;
    }

    /// <summary>What the type of layers is called at a place: there may be another of the same name.</summary>
    private string LayerName(Location location)
    {
        if (location.SourceTree is not { } tree) return "Layer";
        INamespaceOrTypeSymbol? found = Session.Model(tree).LookupNamespacesAndTypes(location.SourceSpan.Start, name: "Layer")
            .OfType<INamespaceOrTypeSymbol>().FirstOrDefault();
        return found is ITypeSymbol type && Session.Known.IsLayer(type) ? "Layer" : "Fusion.Layer";
    }

    private bool IsOperation(AttributeData attribute) => Session.Known.IsOperation(attribute.AttributeClass);

    /// <summary>Whether a field is a value that is a parameter.</summary>
    private bool IsParameter(IFieldSymbol field) =>
        Session.Known.IsTensor(field.Type) && field.GetAttributes().Where(IsOperation).ToList() is { Count: 1 } operations
        && IsParameter(operations[0]);

    private static bool IsParameter(AttributeData attribute) => KnownTypes.IsNamed(attribute.AttributeClass, "Fusion.ParameterAttribute");

    /// <summary>Whether C# knows nothing of an attribute.</summary>
    private static bool IsUnknown(AttributeData attribute) => attribute.AttributeClass is null or { TypeKind: TypeKind.Error };
}
