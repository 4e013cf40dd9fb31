using Fusion.Compiler;
using Fusion.Compiler.Declarations;
using Fusion.Generator.Diagnostics;
using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Parse;

/// <summary>Reads a network that is a block with given parameters: <c>[With&lt;EfficientNet&gt;("width: 1.1")]</c>.</summary>
internal static class WithReader
{
    private const string Attribute = "WithAttribute";

    /// <returns>Null where the class has layers of its own.</returns>
    public static AttributeData? Find(INamedTypeSymbol type) => type.GetAttributes().FirstOrDefault(attribute =>
        attribute.AttributeClass is { Name: Attribute, Arity: 1, ContainingNamespace: { Name: "Fusion" } space }
        && space.ContainingNamespace.IsGlobalNamespace);

    /// <summary>The method that says which inputs and outputs a network has; null where there is none.</summary>
    public static IMethodSymbol? Forward(INamedTypeSymbol network)
    {
        INamedTypeSymbol? type = Find(network) is { } with ? with.AttributeClass!.TypeArguments[0] as INamedTypeSymbol : network;
        return type?.GetMembers("Forward").OfType<IMethodSymbol>().FirstOrDefault();
    }

    /// <summary>The network's body: one layer, whose parameters' names have no prefix.</summary>
    public static BlockSpec Read(TypeReader network, AttributeData with)
    {
        int id = network.NewId(network.Identifier);
        Location place = ShapeReader.Place(with) ?? network.Identifier();
        bool hasOwn = network.Type.GetMembers().Any(member => member is IMethodSymbol { Name: "Forward" }
            || member.GetAttributes().Any(attribute => network.Session.Known.IsOperation(attribute.AttributeClass)));
        if (hasOwn)
        {
            network.Report(
                Rules.NetworkOfBlock, place, $"'{network.Type.Name}' is made of a block by [With], but has layers or a Forward of its own",
                "remove them, or [With]");
        }

        OperationSpec block = new AttributeReader(network).Read(with);
        if (block.BlockType is not null) block = block with { Kind = "Block" };
        EquatableArray<MethodSpec> methods = network.Methods.ReadAll();
        int layer = network.NewId(() => place);
        EquatableArray<LayerSpec> layers = [new LayerSpec(layer, "", new Template(layer, []), [block])];
        return new BlockSpec(network.Key, network.Type.Name, id, [], layers, ReadForward(network, place)) { Methods = methods };
    }

    private static ForwardSpec? ReadForward(TypeReader network, Location place)
    {
        KnownTypes known = network.Session.Known;
        // What is wrong with the block's Forward is reported there.
        if (Forward(network.Type) is not { } forward || forward.Parameters.Any(parameter => !known.IsTensor(parameter.Type))
            || !(known.IsTensor(forward.ReturnType) || known.IsTensorTuple(forward.ReturnType))) return Other(network, place);
        int id = network.NewId(() => place);
        var inputs = forward.Parameters.Select(parameter => new ForwardInput(
            network.NewId(() => place), parameter.Name, Shape(network, parameter))).ToEquatableArray();
        EquatableArray<string> outputs = forward.ReturnType is INamedTypeSymbol { IsTupleType: true } tuple
            ? tuple.TupleElements.Select((element, i) => element.IsExplicitlyNamedTupleElement ? element.Name : "output" + (i + 1))
                .ToEquatableArray()
            : [""];
        var call = new Call(id, "", inputs.Select(input => new Argument("x", new Name(input.Id, input.Name))).ToEquatableArray());
        try
        {
            ForwardReader.CheckNames(network, inputs, outputs, _ => place);
        }
        catch (Rejected)
        {
            network.Session.HasSilentErrors = true;
        }

        return new ForwardSpec(id, inputs, outputs, [new Return(id, call)]);
    }

    /// <summary>A network takes and returns single tensors, each with a name.</summary>
    private static ForwardSpec? Other(TypeReader network, Location place)
    {
        if (Forward(network.Type) is { } forward && (network.Session.Known.IsTensorArray(forward.ReturnType)
            || forward.Parameters.Any(parameter => network.Session.Known.IsTensorArray(parameter.Type))))
        {
            network.Report(
                Rules.NetworkOfBlock, place, $"'{network.Type.Name}' is made of a block that takes or returns an array of tensors",
                "let its Forward take each tensor as a parameter, and return a tuple");
            int id = network.NewId(() => place);
            return new ForwardSpec(id, [], [""], [new Return(id, new Unreadable(id))]);
        }

        return null;
    }

    private static EquatableArray<int> Shape(TypeReader network, IParameterSymbol parameter) =>
        (ShapeReader.Read(network, parameter.GetAttributes(), ShapeReader.ShapeAttribute).FirstOrDefault().Dimensions ?? [])
            .ToEquatableArray();
}
