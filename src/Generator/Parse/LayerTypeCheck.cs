using Fusion.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fusion.Generator.Parse;

/// <summary>Whether a layer's type says what its last operation returns: <c>Layer</c> one tensor, <c>Layer&lt;(Tensor y, Tensor
/// gate)&gt;</c> what the <c>Forward</c> of a block does.</summary>
internal sealed class LayerTypeCheck(TypeReader owner, IFieldSymbol field)
{
    private KnownTypes Known => owner.Session.Known;

    /// <summary>Reports a wrong type.</summary>
    public bool IsRight()
    {
        ITypeSymbol type = field.Type is IArrayTypeSymbol array ? array.ElementType : field.Type;
        if (!Known.IsLayer(type)) return true;
        ITypeSymbol declared = type is INamedTypeSymbol { TypeArguments: { Length: 1 } arguments } ? arguments[0] : Known.Tensor!;
        if (declared.TypeKind == TypeKind.Error || Result(declared) is not { } returned || IsSame(declared, returned.Type)) return true;
        Location location = field.DeclaringSyntaxReferences[0].GetSyntax(owner.Session.Cancellation)
            is VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Type: var syntax } }
                ? syntax.GetLocation()
                : field.Locations[0];
        string result = Known.Describe(returned.Type);
        string expected = (Known.IsTensor(returned.Type) ? "Layer" : $"Layer<{result}>") + (field.Type is IArrayTypeSymbol ? "[]" : "");
        owner.Report(Rules.LayerType, location, field.Name, Known.Describe(field.Type), returned.Of, result, expected);
        return false;
    }

    /// <summary>What the last operation returns; null where it is wrong itself.</summary>
    private (ITypeSymbol Type, string Of)? Result(ITypeSymbol declared)
    {
        INamedTypeSymbol? last = field.GetAttributes().Select(attribute => attribute.AttributeClass)
            .LastOrDefault(attribute => Known.IsOperation(attribute) && attribute!.Name != "TapAttribute");
        // It returns as many values as it takes, which is known where it is called.
        if (last?.Name == "JointSqueezeExciteAttribute" && (Known.IsTensorTuple(declared) || Known.IsTensorArray(declared))) return null;
        if (last?.Name == "JointSqueezeExciteAttribute")
            return (owner.Session.Compilation.CreateTupleTypeSymbol([Known.Tensor!, Known.Tensor!]), "its last operation");
        if (last is not { IsGenericType: true }) return (Known.Tensor!, "its last operation");
        if (last.TypeArguments[0] is not INamedTypeSymbol block) return null;
        ITypeSymbol type = block.GetMembers("Forward").OfType<IMethodSymbol>().FirstOrDefault()?.ReturnType ?? Known.Tensor!;
        bool isRight = Known.IsTensor(type) || Known.IsTensorTuple(type) || Known.IsTensorArray(type);
        return isRight ? (type, $"the block '{block.Name}'") : null;
    }

    /// <summary>Names that are given twice must agree, lest one is taken for the other.</summary>
    private static bool IsSame(ITypeSymbol declared, ITypeSymbol returned)
    {
        if (declared is not INamedTypeSymbol { IsTupleType: true } tuple || returned is not INamedTypeSymbol { IsTupleType: true } other)
            return SymbolEqualityComparer.Default.Equals(declared, returned);
        return tuple.TupleElements.Length == other.TupleElements.Length
            && tuple.TupleElements.Zip(other.TupleElements, (a, b) =>
                SymbolEqualityComparer.Default.Equals(a.Type, b.Type)
                && (!a.IsExplicitlyNamedTupleElement || a.Name == b.Name
                    || other.TupleElements.All(element => element.Name != a.Name))).All(same => same);
    }
}
