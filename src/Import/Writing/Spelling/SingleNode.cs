namespace Fusion.Import.Writing.Spelling;

/// <summary>Nodes that one operation of the language says, with what need not be said left out.</summary>
internal static class SingleNode
{
    /// <returns>Null where the language has no such operation, or not with these arguments.</returns>
    public static Use? Spell(Graph graph, Node node, IReadOnlyList<IReadOnlyList<int>> consumers)
    {
        IReadOnlyList<Shape> shapes = graph.InputShapes(node);
        foreach (string name in Names(node.Operation, shapes))
        {
            if (!Syntax.Exists(name) || OperationTable.Find(name)?.Bind is not { } bind) continue;
            bool isOpen = LeavesBiasOpen(graph, node, consumers);
            Operation meant = isOpen ? WithoutBias(node.Operation) : node.Operation;
            var given = Arguments(node.Operation, name).Where(argument => !isOpen || argument.Key != "bias").ToList();
            foreach (var said in Variants(given))
            {
                // What is left out is checked as is all else.
                List<KeyValuePair<string, object>> variant = [.. said.Where(argument => IsKnown(argument.Key))];
                if (!Says(variant)) continue;
                List<KeyValuePair<string, object>> needed = [.. variant];
                foreach (var argument in variant)
                {
                    if (IsRequired(argument.Key)) continue;
                    needed.Remove(argument);
                    if (!Says(needed)) needed.Add(argument);
                }

                // A bare parameter has the name of its operation.
                if (node.Operation is ChannelScale scale && !scale.Path.EndsWith(".weight", StringComparison.Ordinal))
                    needed.Add(new("Parameter", ""));
                return Of(name, needed, node, shapes);
            }

            bool IsKnown(string argument) =>
                Syntax.Arguments(name).Any(known => known.Name.Equals(argument, StringComparison.OrdinalIgnoreCase));

            bool IsRequired(string argument) =>
                Syntax.Arguments(name).Any(known => known.IsRequired && known.Name.Equals(argument, StringComparison.OrdinalIgnoreCase));

            bool Says(List<KeyValuePair<string, object>> arguments)
            {
                try
                {
                    Operation bound = bind(new OperationArguments(name, arguments), shapes, "");
                    return Anonymous.Of(bound) == Anonymous.Of(meant);
                }
                catch (Exception exception) when (exception is ShapeException or OverflowException)
                {
                    return false;
                }
            }
        }

        return null;
    }

    /// <summary>A use of an operation with some of its arguments, in the order of the attribute.</summary>
    public static Use Of(string name, IEnumerable<KeyValuePair<string, object>> arguments, Node node, IReadOnlyList<Shape> shapes) =>
        new(name, Slots(name, arguments), node.Inputs, node.Id)
        {
            Parameters = Anonymous.ParametersOf(node.Operation, shapes),
            Path = Anonymous.PathOf(node.Operation),
            InputChannels = shapes.Count == 0 ? 0 : shapes[0].Channels,
        };

    public static IReadOnlyList<Slot> Slots(string name, IEnumerable<KeyValuePair<string, object>> arguments)
    {
        var given = arguments.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.OrdinalIgnoreCase);
        return [.. Syntax.Arguments(name).Select(argument => new Slot(argument.Name, given.GetValueOrDefault(argument.Name)))];
    }

    private static IEnumerable<string> Names(Operation operation, IReadOnlyList<Shape> shapes) => operation switch
    {
        Conv conv when conv.Groups > 1 && conv.Groups == shapes[0].Channels && conv.Outputs == conv.Groups => ["DepthwiseConv", "Conv"],
        GlobalPool pool => [pool.Mode switch
        {
            Fusion.Compiler.Operations.GlobalPoolMode.Average => "GlobalAveragePool",
            Fusion.Compiler.Operations.GlobalPoolMode.Max => "GlobalMaxPool",
            _ => "GlobalSumPool",
        }],
        Affine { Scale: -1, Offset: 0 } => ["Negate"],
        GroupNorm norm when norm.Groups == shapes[0].Channels && shapes[0].Rank > 1 => ["InstanceNorm", "GroupNorm"],
        Pad => ["Pad", "Crop"],
        TilePositions => ["Tile"],
        ChannelScale { Bias: null } => ["Scale"],
        ChannelScale => [],
        _ => [operation.Kind],
    };

    /// <summary>What an operation is bound from, less the names of its parameters.</summary>
    private static IEnumerable<KeyValuePair<string, object>> Arguments(Operation operation, string name)
    {
        if (operation is Pad pad && name == "Crop")
            return
            [
                new("before", new EquatableArray<int>([.. pad.Before.Select(size => -size)])),
                new("after", new EquatableArray<int>([.. pad.After.Select(size => -size)])),
            ];
        return operation.Properties
            .Where(property => property.Name is not ("path" or "weight" or "bias" or "weightSuffix" or "biasSuffix" or "reversed")
                || property.Value is bool)
            .Where(property => name != "DepthwiseConv" || property.Name is not ("outputs" or "groups"))
            .Where(property => name != "InstanceNorm" || property.Name != "groups")
            .Where(property => operation is not PositionScan || property.Name != "axis")
            .Select(property => new KeyValuePair<string, object>(property.Name, property.Value));
    }

    /// <summary>The arguments as they are, and with shorter names for what they come to.</summary>
    private static IEnumerable<List<KeyValuePair<string, object>>> Variants(List<KeyValuePair<string, object>> given)
    {
        yield return given;
        List<KeyValuePair<string, object>> Without(params string[] names) => [.. given.Where(pair => !names.Contains(pair.Key))];
        if (given.Any(pair => pair.Key == "paddingEnd"))
        {
            foreach (string padding in new[] { "Same", "Causal" })
                yield return [.. Without("padding", "paddingEnd", "outputPadding"), new("padding", padding)];
        }

        if (given.Find(pair => pair.Key == "ratio").Value is EquatableArray<int> { Count: >= 2 } ratio)
        {
            double[] scales = [.. ratio.Chunk(2).Select(pair => (double)pair[0] / pair[1])];
            object scale = scales.All(each => each == scales[0]) ? scales[0] : scales.ToEquatableArray();
            yield return [.. Without("ratio", "size"), new("scale", scale)];
        }

        if (given.Find(pair => pair.Key == "affine").Value is null) yield return [.. given, new("affine", true)];
    }

    /// <summary>Whether the bias that the layer has is what it gets where none is spoken of.</summary>
    private static bool LeavesBiasOpen(Graph graph, Node node, IReadOnlyList<IReadOnlyList<int>> consumers)
    {
        bool? bias = node.Operation switch
        {
            Conv conv => conv.Bias,
            ConvTranspose conv => conv.Bias,
            Linear linear => linear.Bias,
            _ => null,
        };
        return bias is { } given && given == !FeedsBatchNorm(node.Id);

        bool FeedsBatchNorm(int id) => consumers[id].Count == 1 && !graph.IsOutput(id)
            && (graph.Nodes[consumers[id][0]].Operation is BatchNorm
                || (graph.Nodes[consumers[id][0]].Operation is Dropout && FeedsBatchNorm(consumers[id][0])));
    }

    private static Operation WithoutBias(Operation operation) => operation switch
    {
        Conv conv => conv with { Bias = null },
        ConvTranspose conv => conv with { Bias = null },
        Linear linear => linear with { Bias = null },
        _ => operation,
    };
}
