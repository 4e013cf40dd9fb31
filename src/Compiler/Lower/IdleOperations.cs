using Fusion.Compiler.Declarations;

namespace Fusion.Compiler.Lower;

/// <summary>
/// Finds operations that hand their input on unchanged wherever they are applied, in every size of a network, although their arguments are
/// constants: most often a slip. Arguments that are computed may do nothing for good reasons, as a shift in every other block.
/// </summary>
internal sealed class IdleOperations
{
    /// <summary>Those that do nothing but what their arguments say. Flatten, Dropout and Concat are written for every case.</summary>
    private static readonly HashSet<string> s_kinds =
    [
        "AveragePool", "ChannelShuffle", "Crop", "Max", "MaxPool", "Mean", "Min", "Pad", "PadChannels", "PixelShuffle", "PixelUnshuffle",
        "Reshape", "Resize", "Roll", "Slice", "Split", "Subsample", "Sum", "Tile", "Transpose", "Upsample",
    ];

    private readonly Dictionary<(string Type, int Expression), LoweringError?> _places = [];

    /// <param name="names">Of the arguments that are no tensors.</param>
    /// <param name="added">What the operation has become.</param>
    public void Remember(OperationUse use, OperationDefinition definition, IEnumerable<string> names, IReadOnlyList<Node> added,
        GraphBuilder graph, int input)
    {
        if (!s_kinds.Contains(definition.Name)) return;
        var place = (use.Frame.Declaration.Type, use.Expression);
        bool isIdle = names.All(name => use.Declared.All(argument =>
                !argument.Name.Equals(name, StringComparison.OrdinalIgnoreCase) || IsConstant(use.Frame, argument.Value)))
            && added.All(node => Identities.Is(node.Operation, [.. node.Inputs.Select(id => graph[id].Shape)], node.Shape));
        if (!isIdle) _places[place] = null;
        else if (!_places.ContainsKey(place))
        {
            _places[place] = use.Frame.Error(use.Expression, DiagnosticIds.NoEffect,
                $"{definition.Name} hands its input {graph[input].Shape} on unchanged; remove it, or give it other arguments");
        }
    }

    public void Report(LoweringErrors warnings)
    {
        foreach (LoweringError? found in _places.Values)
            if (found is not null) warnings.Add(found);
    }

    private static bool IsConstant(Frame frame, Expression expression) => expression switch
    {
        Literal => true,
        Unary unary => IsConstant(frame, unary.Operand),
        TupleOf tuple => tuple.Elements.All(element => IsConstant(frame, element)),
        ArrayOf array => array.Elements.All(element => IsConstant(frame, element)),
        // A member of an enumeration.
        Member { Target: Name { Identifier: var type } } => !frame.TryFind(type, out _),
        _ => false,
    };
}
