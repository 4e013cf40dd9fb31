namespace Fusion.Import.Writing.Spelling;

/// <summary>
/// Nodes that the language does not say in one operation, as several that compute the same: padding that differs between two ends, what
/// repeats along channels, what a rewritten graph has.
/// </summary>
internal sealed class Rewritten(Graph graph)
{
    private int _fresh = -1;

    /// <summary>The uses, in order; the last makes the node's value.</summary>
    /// <exception cref="DeclarationException">There are none.</exception>
    public IReadOnlyList<Use> Spell(Node node, Func<Node, Use?> single)
    {
        IReadOnlyList<Shape> shapes = graph.InputShapes(node);
        switch (node.Operation)
        {
            case Subtract { Reversed: true } or Divide { Reversed: true }:
                return [Make(node.Operation.Kind, [node.Inputs[1], node.Inputs[0]], node.Id)];
            case Power power:
                return [Make("Pow", power.IsReversed ? [node.Inputs[1], node.Inputs[0]] : node.Inputs, node.Id)];
            case Reduce reduce:
                string name = reduce.Mode.ToString() is "Average" ? "Mean" : reduce.Mode.ToString();
                return [Make(name, node.Inputs, node.Id, ("axes", reduce.Axes.ToString()), ("Keep", true))];
            case Broadcast broadcast:
                return Repeated(node, shapes[0], broadcast);
            case ChannelScale { Bias: { } bias } scale:
                int weight = _fresh--, product = _fresh--, added = _fresh--;
                return
                [
                    Parameter(scale.Path, shapes[0].Channels, weight), Make("Multiply", [node.Inputs[0], weight], product),
                    Parameter(bias, shapes[0].Channels, added), Make("Add", [product, added], node.Id),
                ];
            case Conv { PaddingEnd: { } end } conv:
                return Padded(node, conv with { Padding = Zeros(end), PaddingEnd = null }, conv.Padding, end, 0, single);
            case MaxPool { PaddingEnd: { } end } pool:
                return Padded(node, pool with { Padding = Zeros(end), PaddingEnd = null }, pool.Padding, end, -3e38, single);
            case AveragePool { PaddingEnd: { } end, CountPadding: true, CeilMode: false } pool:
                return Padded(node, pool with { Padding = Zeros(end), PaddingEnd = null }, pool.Padding, end, 0, single);
            case AveragePool { PaddingEnd: not null, CountPadding: false } pool:
                return Mean(node, pool, shapes[0], single);
            case ConvTranspose { PaddingEnd: { } end } conv:
                int whole = _fresh--;
                Use full = Single(node, conv with { Padding = Zeros(end), PaddingEnd = null }, node.Inputs, whole, single);
                return [full, Make("Crop", [whole], node.Id, ("before", conv.Padding), ("after", end))];
            case DepthToSpace { Block: [var height, var width] } when height == width:
                int ordered = _fresh--;
                return [Make("ChannelShuffle", node.Inputs, ordered, ("groups", height * width)),
                    Make("PixelShuffle", [ordered], node.Id, ("factor", height))];
            case SpaceToDepth { Block: [var height, var width] } when height == width:
                int unordered = _fresh--;
                return [Make("PixelUnshuffle", node.Inputs, unordered, ("factor", height)),
                    Make("ChannelShuffle", [unordered], node.Id, ("groups", shapes[0].Channels))];
            case DepthToSpace { Block.Count: 1 } or SpaceToDepth { Block.Count: 1 }:
                return [Make("Reshape", node.Inputs, node.Id, ("dimensions", node.Shape.Dimensions))];
            case DepthToSpace { Block: [var height, var width] }:
                Shape deep = shapes[0];
                return Turned(
                    node, [deep.Height, deep.Width, height, deep.Channels / height], [0, 2, 1, 3], node.Shape.Dimensions);
            case SpaceToDepth { Block: [var height, var width] }:
                Shape flat = shapes[0];
                return Turned(
                    node, [flat.Height / height, height, flat.Width / width, width * flat.Channels], [0, 2, 1, 3], node.Shape.Dimensions);
            case DepthToSpace { Block: [var frames, var height, var width] }:
                return Turned(node, shapes[0], [frames, height, width], isToSpace: true);
            case SpaceToDepth { Block: [var frames, var height, var width] }:
                return Turned(node, shapes[0], [frames, height, width], isToSpace: false);
            case IsZero:
                return Zeros(node);
            case PositionScan scan:
                return Scanned(node, scan, shapes[0], single);
            case Resize { Ratio.Count: > 0 } resize:
                var scales = resize.Ratio.Chunk(2).Select(pair => FormattableString.Invariant($"{(double)pair[0] / pair[1]:0.######}"));
                string title = node.Name.Length > 0 ? $"Resize '{node.Name}'" : "Resize";
                throw new DeclarationException($"{title} has the scales {string.Join(" and ", scales)} and the sizes "
                    + $"{string.Join(" and ", resize.Size)}, which are not those scales, rounded down.");
            default:
                throw new DeclarationException(
                    $"{node.Operation.Kind} with these arguments cannot be declared: {GraphText.Line(node)}");
        }
    }

    /// <summary>The sums of each window over the numbers of positions that they are sums of.</summary>
    private List<Use> Mean(Node node, AveragePool pool, Shape input, Func<Node, Use?> single)
    {
        EquatableArray<int> stride = pool.Stride, kernel = pool.Kernel;
        EquatableArray<int> end = [.. input.Spatial.Select((size, d) =>
            (node.Shape.Dimensions[d] - 1) * stride[d] + (kernel[d] - 1) * (pool.Dilation?[d] ?? 1) + 1 - size - pool.Padding[d])];
        AveragePool whole = pool with { Padding = Zeros(end), PaddingEnd = null, CeilMode = false, CountPadding = true };
        int slice = _fresh--, one = _fresh--, padded = _fresh--, ones = _fresh--, sums = _fresh--, counts = _fresh--;
        return
        [
            Make("Slice", node.Inputs, slice, ("start", 0), ("count", 1)), Make("Clamp", [slice], one, ("Min", 1.0), ("Max", 1.0)),
            Make("Pad", node.Inputs, padded, ("before", pool.Padding), ("after", end)),
            Make("Pad", [one], ones, ("before", pool.Padding), ("after", end)), Single(node, whole, [padded], sums, single),
            Single(node, whole, [ones], counts, single), Make("Divide", [sums, counts], node.Id),
        ];
    }

    private List<Use> Turned(Node node, EquatableArray<int> parts, EquatableArray<int> order, EquatableArray<int> dimensions)
    {
        int whole = _fresh--, turned = _fresh--;
        return
        [
            Make("Reshape", node.Inputs, whole, ("dimensions", parts)), Make("Transpose", [whole], turned, ("axes", order)),
            Make("Reshape", [turned], node.Id, ("dimensions", dimensions)),
        ];
    }

    /// <summary>Blocks over frames: those of frames and those of the picture after each other.</summary>
    private List<Use> Turned(Node node, Shape input, int[] block, bool isToSpace)
    {
        int[] sizes = [.. (isToSpace ? input : node.Shape).Dimensions];
        int inner = sizes[3] / block[0], last = inner / block[1];
        EquatableArray<int> ofFrames = isToSpace
            ? [sizes[0], sizes[1] * sizes[2], block[0], inner]
            : [sizes[0], block[0], sizes[1] * sizes[2], inner];
        EquatableArray<int> ofPictures = isToSpace
            ? [sizes[0] * block[0] * sizes[1], sizes[2], block[1], last]
            : [sizes[0] * block[0] * sizes[1], block[1], sizes[2], last];
        int between = _fresh--, first = _fresh--, second = _fresh--, third = _fresh--;
        EquatableArray<int>[] steps = isToSpace ? [ofFrames, ofPictures] : [ofPictures, ofFrames];
        EquatableArray<int> order = [0, 2, 1, 3];
        return
        [
            Make("Reshape", node.Inputs, first, ("dimensions", steps[0])), Make("Transpose", [first], between, ("axes", order)),
            Make("Reshape", [between], second, ("dimensions", steps[1])), Make("Transpose", [second], third, ("axes", order)),
            Make("Reshape", [third], node.Id, ("dimensions", node.Shape.Dimensions)),
        ];
    }

    /// <summary>1 − min(1, |x| · ∞): what makes any number but 0 at least 1, in two parts, since no float is so large.</summary>
    private List<Use> Zeros(Node node)
    {
        const double Large = 1e38;
        var uses = new List<Use> { Make("Abs", node.Inputs, _fresh--) };
        for (int i = 0; i < 2; i++)
        {
            Append("Affine", ("scale", Large));
            Append("Clamp", ("Max", 1.0));
        }

        uses.Add(Make("Affine", [uses[^1].Result], node.Id, ("scale", -1.0), ("offset", 1.0)));
        return uses;

        void Append(string name, (string, object) argument) => uses.Add(Make(name, [uses[^1].Result], _fresh--, argument));
    }

    /// <summary>Along a dimension that is not the first: with both in each other's place.</summary>
    private IReadOnlyList<Use> Scanned(Node node, PositionScan scan, Shape input, Func<Node, Use?> single)
    {
        int place = scan.Axis - (3 - input.SpatialRank);
        int[] order = [.. Enumerable.Range(0, input.Rank)];
        (order[0], order[place]) = (place, 0);
        int turned = _fresh--, scanned = _fresh--;
        Operation first = scan switch
        {
            CumulativeSum sum => sum with { Axis = 3 - input.SpatialRank },
            Smooth smooth => smooth with { Axis = 3 - input.SpatialRank },
            _ => throw new DeclarationException($"{node.Operation.Kind} cannot be declared: {GraphText.Line(node)}"),
        };
        return
        [
            Make("Transpose", node.Inputs, turned, ("axes", new EquatableArray<int>([.. order]))),
            Single(node, first, [turned], scanned, single),
            Make("Transpose", [scanned], node.Id, ("axes", new EquatableArray<int>([.. order]))),
        ];
    }

    /// <summary>Each dimension in turn, as one of a value of three dimensions that stands between what is before and behind it.</summary>
    private List<Use> Repeated(Node node, Shape input, Broadcast broadcast)
    {
        var uses = new List<Use>();
        int value = node.Inputs[0];
        int[] sizes = [.. input.Dimensions];
        for (int d = 0; d < sizes.Length; d++)
        {
            if (sizes[d] == broadcast.Dimensions[d]) continue;
            int before = sizes.Take(d).Aggregate(1, (product, size) => product * size);
            int behind = sizes.Skip(d + 1).Aggregate(1, (product, size) => product * size);
            value = Append("Reshape", value, ("dimensions", new EquatableArray<int>([before, 1, behind])));
            value = Append("Tile", value, ("counts", new EquatableArray<int>([1, broadcast.Dimensions[d]])));
            sizes[d] = broadcast.Dimensions[d];
        }

        uses.Add(Make("Reshape", [value], node.Id, ("dimensions", broadcast.Dimensions)));
        return uses;

        int Append(string name, int x, (string, object) argument)
        {
            uses.Add(Make(name, [x], _fresh--, argument));
            return uses[^1].Result;
        }
    }

    private IReadOnlyList<Use> Padded(
        Node node, Operation unpadded, EquatableArray<int> before, EquatableArray<int> end, double value, Func<Node, Use?> single)
    {
        int padded = _fresh--;
        var arguments = new List<(string, object)> { ("before", before), ("after", end) };
        if (value != 0) arguments.Add(("Value", value));
        return [Make("Pad", node.Inputs, padded, [.. arguments]), Single(node, unpadded, [padded], node.Id, single)];
    }

    private static Use Single(Node node, Operation operation, IReadOnlyList<int> inputs, int result, Func<Node, Use?> single)
    {
        Use use = single(node with { Operation = operation })
            ?? throw new DeclarationException($"{node.Operation.Kind} cannot be declared: {GraphText.Line(node)}");
        return use with { Inputs = inputs, Result = result };
    }

    private Use Make(string name, IReadOnlyList<int> inputs, int result, params (string Name, object Value)[] arguments) =>
        new(name, SingleNode.Slots(name, arguments.Select(pair => new KeyValuePair<string, object>(pair.Name, pair.Value))), inputs,
            result);

    private Use Parameter(string path, int channels, int result) =>
        Make("Parameter", [], result, ("dimensions", new EquatableArray<int>([channels]))) with
        {
            Parameters = [new OwnParameter(path, "")],
            Path = path,
        };

    private static EquatableArray<int> Zeros(EquatableArray<int> like) => [.. like.Select(_ => 0)];
}
