namespace Fusion.Import.Writing.Spelling;

/// <summary>Parts of the graph that one operation of the language stands for. Each guess is checked by <see cref="Lowered"/>.</summary>
internal sealed class SeveralNodes(Graph graph, IReadOnlyList<IReadOnlyList<int>> consumers)
{
    private static readonly string[] s_axes =
    [
        "Channels", "Width", "Height", "Frames", "Height, Width", "Frames, Height", "Frames, Width", "Height, Width, Frames", "All",
    ];

    private readonly Lowered _lowered = new(graph, consumers);

    /// <summary>The use that makes the node's value, and the nodes that it stands for; null where there is none.</summary>
    public (Use Use, IReadOnlyList<int> Nodes)? Find(Node root) => root.Operation switch
    {
        Multiply => SqueezeExcite(root) ?? Propagate(root),
        Divide => Propagate(root),
        DepthToSpace { Block.Count: 2 } to => Try("PixelShuffle", root, [Before(root, 2)], ("factor", to.Block[0])),
        ChannelShuffle when Input(root).Operation is SpaceToDepth { Block.Count: 2 } to =>
            Try("PixelUnshuffle", root, [Before(root, 2)], ("factor", to.Block[0])),
        Linear => Attention(root),
        Subtract => Try("LogSoftmax", root, [Before(root, 2)]),
        Append => Stack(root),
        Recurrence => Recurrent(root),
        Concat when root.Inputs.Count == 2 => Recurrent(root),
        Reduce or Reshape or Sqrt or Affine { Scale: -1, Offset: 0 } => Reduction(root),
        _ => null,
    } ?? Spread(root);

    private (Use, IReadOnlyList<int>)? SqueezeExcite(Node root)
    {
        foreach (var (x, gate) in new[] { (root.Inputs[0], root.Inputs[1]), (root.Inputs[1], root.Inputs[0]) })
        {
            Node node = graph.Nodes[gate];
            ElementwiseOperation? outer = node.Operation as ElementwiseOperation;
            if (outer is not null) node = Input(node);
            if (node.Operation is not Conv { Kernel.Count: 0 } expand) continue;
            node = Input(node);
            ElementwiseOperation? inner = node.Operation as ElementwiseOperation;
            if (inner is not null) node = Input(node);
            if (node.Operation is not Conv { Kernel.Count: 0 } reduce || Input(node).Operation is not GlobalPool pool) continue;
            if (Activation(inner) is not { } between || Activation(outer) is not { } last) continue;
            var arguments = new List<(string, object)> { ("Channels", reduce.Outputs) };
            if (pool.Mode != 0) arguments.Add(("Pool", pool.Mode.ToString()));
            if (between != "Relu") arguments.Add(("Inner", between));
            if (last != "Sigmoid") arguments.Add(("Gate", last));
            if (outer is HardSigmoid hard)
            {
                if (hard.Slope != new HardSigmoid().Slope) arguments.Add(("GateSlope", hard.Slope));
                if (hard.Offset != new HardSigmoid().Offset) arguments.Add(("GateOffset", hard.Offset));
            }

            if (reduce.Bias == false) arguments.Add(("Bias", false));
            if (Segments(reduce.Path, expand.Path) is var (first, second))
            {
                if (first != "fc1") arguments.Add(("First", first));
                if (second != "fc2") arguments.Add(("Second", second));
            }

            if (Try("SqueezeExcite", root, [x], [.. arguments]) is not { } found) continue;
            return found;
        }

        return null;
    }

    /// <summary>What two layers of one module are called in it; null where they are no such or have numbers.</summary>
    private static (string First, string Second)? Segments(string first, string second)
    {
        int left = first.LastIndexOf('.'), right = second.LastIndexOf('.');
        if (left < 1 || right < 1 || first[..left] != second[..right] || left == first.Length - 1 || right == second.Length - 1)
            return null;
        return (first[(left + 1)..], second[(right + 1)..]);
    }

    /// <summary>The member of Activation that an operation is, a hard sigmoid whatever its slope; null where it is none.</summary>
    private static string? Activation(ElementwiseOperation? operation) =>
        operation is HardSigmoid ? "HardSigmoid"
        : ActivationTable.Names.FirstOrDefault(name => ActivationTable.Create(name) == operation);

    private (Use, IReadOnlyList<int>)? Attention(Node root)
    {
        if (root.Operation is not Linear last || Input(root) is not { Operation: Attention { Scale: null } attention } middle) return null;
        if (Input(middle).Operation is not Slice || Input(Input(middle)) is not { Operation: Linear } all) return null;
        var arguments = new List<(string, object)> { ("heads", attention.Heads) };
        if (attention.Causal) arguments.Add(("Causal", true));
        if (last.Bias == false) arguments.Add(("Bias", false));
        return Try("MultiHeadAttention", root, [all.Inputs[0]], [.. arguments]);
    }

    /// <summary>Recurrent layers, of as many layers as fit.</summary>
    private (Use, IReadOnlyList<int>)? Recurrent(Node root)
    {
        bool isBoth = root.Operation is Concat;
        if (graph.Nodes[isBoth ? root.Inputs[0] : root.Id].Operation is not Recurrence steps) return null;
        (Use, IReadOnlyList<int>)? best = null;
        Node node = root;
        for (int layers = 1; layers <= 8; layers++)
        {
            Node last = isBoth ? Input(node) : node;
            if (last.Operation is not Recurrence || Input(last).Operation is not Linear) break;
            node = Input(Input(last));
            var arguments = new List<(string, object)> { ("hidden", steps.Hidden) };
            if (layers > 1) arguments.Add(("Layers", layers));
            if (!steps.Bias) arguments.Add(("Bias", false));
            if (isBoth) arguments.Add(("Bidirectional", true));
            else if (steps.Reverse) arguments.Add(("Reverse", true));
            best = Try(steps.Kind.Replace("Steps", ""), root, [node.Id], [.. arguments]) ?? best;
        }

        return best;
    }

    /// <summary>What nodes of a graph get from their neighbours, divided by how many these are.</summary>
    private (Use, IReadOnlyList<int>)? Propagate(Node root)
    {
        Node sum = Input(root), product = sum.Operation is Add ? Input(sum) : sum;
        if (product.Operation is not MatMul) return null;
        bool isMean = root.Operation is Divide;
        int messages = product.Inputs[1], x = isMean ? messages : Before(messages, 1);
        var arguments = new List<(string, object)> { ("normalize", isMean ? "Mean" : "Symmetric") };
        if (sum != product) arguments.Add(("selfLoops", true));
        return Try("Propagate", root, [x, product.Inputs[0]], [.. arguments]);
    }

    private (Use, IReadOnlyList<int>)? Stack(Node root) =>
        root.Inputs.All(input => graph.Nodes[input].Operation is Reshape)
            ? Try("Stack", root, [.. root.Inputs.Select(input => graph.Nodes[input].Inputs[0])]) : null;

    private (Use, IReadOnlyList<int>)? Reduction(Node root)
    {
        (string Name, int Depth)[] forms = root.Operation switch
        {
            Sqrt => [("L2Norm", 4)],
            Affine => [("Min", 5)],
            _ => [("Mean", 3), ("Sum", 3), ("Max", 3)],
        };
        foreach (var (name, depth) in forms)
        {
            Node node = root;
            for (int i = 0; i < depth && node.Inputs.Count == 1; i++)
            {
                node = Input(node);
                foreach (string axes in s_axes)
                {
                    if (Try(name, root, [node.Id], ("axes", axes)) is { } found) return found;
                    if (Try(name, root, [node.Id], ("axes", axes), ("Keep", true)) is { } kept) return kept;
                }

                if (Try(name, root, [node.Id], ("Keep", true)) is { } all) return all;
                if (name is "Min" or "L2Norm" && Try(name, root, [node.Id]) is { } whole) return whole;
            }
        }

        return null;
    }

    /// <summary>Arithmetic between values of which neither covers the other.</summary>
    private (Use, IReadOnlyList<int>)? Spread(Node root)
    {
        if (root.Operation is not (BinaryOperation and not (Subtract { Reversed: true } or Divide { Reversed: true }))) return null;
        for (int side = 0; side < 2; side++)
        {
            Node spread = graph.Nodes[root.Inputs[side]];
            if (spread.Operation is not Broadcast) continue;
            foreach (int source in new[] { Before(root.Inputs[side], 1), Before(root.Inputs[side], 2) }.Distinct())
            {
                int other = root.Inputs[1 - side];
                if (Try(root.Operation.Kind, root, side == 0 ? [source, other] : [other, source]) is { } found) return found;
            }
        }

        return null;
    }

    private (Use Use, IReadOnlyList<int> Nodes)? Try(
        string name, Node root, IReadOnlyList<int> inputs, params (string Name, object Value)[] arguments)
    {
        var given = arguments.Select(argument => new KeyValuePair<string, object>(argument.Name, argument.Value)).ToList();
        if (_lowered.Match(name, given, inputs, root.Id) is not var (nodes, parameters)) return null;
        if (nodes.Count == 1 && root.Operation.Kind == name) return null;
        // Where parameters have names of modules that the operation would not give them, it was written otherwise.
        bool isNamed = parameters.Any(parameter => parameter.Name.Count(letter => letter == '.') > 1);
        if (isNamed && parameters.Any(parameter => !parameter.Name.EndsWith("." + parameter.Suffix, StringComparison.Ordinal))) return null;
        return (new Use(name, SingleNode.Slots(name, given), inputs, root.Id)
        {
            Parameters = parameters,
            Path = parameters.Count == 0 ? "" : PathOf(parameters),
            InputChannels = graph.Nodes[inputs[0]].Shape.Channels,
        }, nodes);
    }

    private Node Input(Node node) => node.Inputs.Count == 0 ? node : graph.Nodes[node.Inputs[0]];

    private int Before(Node node, int steps) => Before(node.Id, steps);

    private int Before(int id, int steps)
    {
        Node node = graph.Nodes[id];
        for (int i = 0; i < steps; i++) node = Input(node);
        return node.Id;
    }

    /// <summary>What stands before the parameters' names: where these do not tell it, the first one's own path.</summary>
    private static string PathOf(IReadOnlyList<OwnParameter> parameters)
    {
        string[] paths = [.. parameters.Select(parameter => parameter.Name.EndsWith("." + parameter.Suffix, StringComparison.Ordinal)
            ? parameter.Name[..^(parameter.Suffix.Length + 1)] : "").Distinct()];
        if (paths is [{ Length: > 0 } path]) return path;
        string first = parameters[0].Name;
        return first.LastIndexOf('.') is > 0 and var dot ? first[..dot] : first;
    }
}
