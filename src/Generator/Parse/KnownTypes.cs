using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Parse;

/// <summary>The types of the run time that declarations speak of.</summary>
internal sealed class KnownTypes(IAssemblySymbol runtime)
{
    public const string FusedNetworkAttribute = "Fusion.FusedNetworkAttribute";
    public const string BlockAttribute = "Fusion.BlockAttribute";
    public const string TrainingAttribute = "Fusion.Training.TrainingAttribute";
    public const string AlignmentAttribute = "Fusion.Training.DistillationAlignmentAttribute";
    public const string OperationAttribute = "Fusion.OperationAttribute";

    public INamedTypeSymbol? Layer { get; } = runtime.GetTypeByMetadataName("Fusion.Layer");

    public INamedTypeSymbol? Tensor { get; } = runtime.GetTypeByMetadataName("Fusion.Tensor");

    public INamedTypeSymbol? Ops { get; } = runtime.GetTypeByMetadataName("Fusion.Ops");

    public INamedTypeSymbol? Activation { get; } = runtime.GetTypeByMetadataName("Fusion.Activation");

    public INamedTypeSymbol? Operation { get; } = runtime.GetTypeByMetadataName(OperationAttribute);

    public INamedTypeSymbol? Network { get; } = runtime.GetTypeByMetadataName("Fusion.Network");

    public INamedTypeSymbol? BlockOfT { get; } = runtime.GetTypeByMetadataName("Fusion.BlockAttribute`1");

    public INamedTypeSymbol? LayerOfT { get; } = runtime.GetTypeByMetadataName("Fusion.Layer`1");

    /// <summary>Whether it is the type of a layer, be it of one that returns several tensors.</summary>
    public bool IsLayer(ITypeSymbol? type) => Is(type, Layer) || Is(type?.OriginalDefinition, LayerOfT);

    public bool IsLayerArray(ITypeSymbol? type) => type is IArrayTypeSymbol { Rank: 1 } array && IsLayer(array.ElementType);

    public bool IsTensorArray(ITypeSymbol? type) => type is IArrayTypeSymbol { Rank: 1 } array && IsTensor(array.ElementType);

    /// <summary>Whether it is a tuple of tensors.</summary>
    public bool IsTensorTuple(ITypeSymbol? type) =>
        type is INamedTypeSymbol { IsTupleType: true } tuple && tuple.TupleElements.All(element => IsTensor(element.Type));

    public bool IsTensor(ITypeSymbol? type) => Is(type, Tensor);

    public bool IsOps(ITypeSymbol? type) => Is(type, Ops);

    public bool IsOperation(INamedTypeSymbol? type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (Is(current, Operation)) return true;
        }

        return false;
    }

    public bool IsEnumeration(ITypeSymbol? type) =>
        type is { TypeKind: TypeKind.Enum }
            && SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, Operation?.ContainingAssembly);

    /// <summary>A type in a message: with its namespace where it has the name of another one that is ours.</summary>
    public string Describe(ITypeSymbol type)
    {
        bool isOther = !SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, Layer?.ContainingAssembly)
            && Layer?.ContainingNamespace.GetTypeMembers(type.Name).Length > 0;
        return type.ToDisplayString(isOther ? SymbolDisplayFormat.FullyQualifiedFormat : SymbolDisplayFormat.MinimallyQualifiedFormat);
    }

    public static bool IsNamed(INamedTypeSymbol? type, string fullName) =>
        type is not null && type.Arity == 0 && type.ToDisplayString() == fullName;

    public static bool Has(INamedTypeSymbol type, string attribute) =>
        type.GetAttributes().Any(candidate => IsNamed(candidate.AttributeClass, attribute));

    private static bool Is(ITypeSymbol? type, INamedTypeSymbol? expected) =>
        expected is not null && SymbolEqualityComparer.Default.Equals(type, expected);
}
