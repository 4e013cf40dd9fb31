namespace Fusion.Kernels.Tests.Support;

/// <summary>Makes graphs at random. What a shape rule refuses is tried again otherwise.</summary>
internal static class RandomGraph
{
    private static readonly int[] s_channels = [1, 2, 3, 4, 6, 8, 9, 12, 16, 17, 20, 32];

    private const long MostElements = 6000;

    /// <summary>Those that graphs are of unless more are asked for.</summary>
    private const int Kinds = 24;

    public static Graph Create(Random random, string name) => Create(random, name, s_channels, least: 3, range: 8);

    /// <summary>Norms, padding, cropping and rolling among the rest.</summary>
    public static Graph CreateWithNorms(Random random, string name) => Create(random, name, s_channels, least: 3, range: 8, kinds: 27);

    /// <summary>One to three operations on channels in full vectors, which kernels read where the caller has them.</summary>
    public static Graph CreateSmall(Random random, string name) => Create(random, name, [16, 32, 64], least: 1, range: 3);

    /// <summary>The same with taps at values chosen at random: also at inputs, results, and at one value twice.</summary>
    public static Graph WithTaps(Random random, Graph graph)
    {
        int count = 1 + random.Next(4);
        return graph with { Taps = [.. Enumerable.Range(0, count).Select(i => new GraphTap($"Tap{i}", random.Next(graph.Nodes.Count)))] };
    }

    private static Graph Create(Random random, string name, int[] sizes, int least, int range, int kinds = Kinds) =>
        Build.Graph(name, graph =>
    {
        int rank = random.Next(10) switch { 0 => 0, 1 or 2 => 1, 3 => 3, _ => 2 };
        var values = new List<int> { graph.Input("x", Sizes(random, rank, sizes)) };
        if (random.Next(3) == 0) values.Add(graph.Input("z", [.. graph.Shape(values[0]).Spatial, Pick(random, sizes)]));
        int wanted = values.Count + least + random.Next(range);
        var read = new HashSet<int>();
        while (values.Count < wanted)
        {
            // Later values are likelier, so that graphs grow deep.
            int x = values[Math.Max(random.Next(values.Count), random.Next(values.Count))];
            try
            {
                int[] inputs = [x];
                Operation? operation = Choose(random, kinds, graph, values, sizes, ref inputs);
                if (operation is null) continue;
                Shape shape = operation.InferShape([.. inputs.Select(graph.Shape)]);
                if (shape.Elements > MostElements || shape.Channels > 80) continue;
                values.Add(graph.Add(operation, inputs));
                read.UnionWith(inputs);
            }
            catch (ShapeException)
            {
            }
        }
        var results = values.Where(value => !read.Contains(value)).ToList();
        if (random.Next(2) == 0) results.Add(Pick(random, values));
        for (int i = 0; i < results.Count; i++) graph.Output($"y{i}", results[i]);
    });

    private static Operation? Choose(Random random, int kinds, Build graph, List<int> values, int[] sizes, ref int[] inputs)
    {
        int x = inputs[0];
        Shape shape = graph.Shape(x);
        int rank = shape.SpatialRank, number = values.Count, channels = shape.Channels;
        EquatableArray<int> Each(Func<int> size) => [.. Enumerable.Range(0, rank).Select(_ => size())];
        EquatableArray<int> One(int size) => Each(() => size);
        switch (random.Next(kinds))
        {
            case 0 or 1 or 2 or 3:
                EquatableArray<int> kernel = random.Next(3) == 0 ? One(1) : Each(() => 1 + random.Next(3));
                int groups = random.Next(4) == 0 ? channels : random.Next(4) == 0 ? 2 : 1;
                int outputs = groups == channels && random.Next(3) > 0 ? channels : Pick(random, sizes);
                return new Conv($"conv{number}", outputs, kernel, Each(() => random.Next(4) == 0 ? 2 : 1),
                    Each(() => random.Next(5) == 0 ? 2 : 1),
                    Each(() => random.Next(3)), groups, random.Next(2) == 0);
            case 4: return new Linear($"linear{number}", Pick(random, sizes), random.Next(2) == 0);
            case 5 or 6: return new BatchNorm($"norm{number}");
            case 7 or 8 or 9:
                return Pick<Operation>(random,
                [
                    new Relu(), new Relu(), new Relu6(), new LeakyRelu(0.2), new Silu(), new HardSwish(), new Sigmoid(), new HardSigmoid(),
                    new Tanh(), new Affine(0.5), new Affine(-1, 0.3), new Affine(0.7, -0.2), new Square(), new Abs(), new Clamp(-0.5, 0.8),
                    new Gelu(), new Gelu(true), new Elu(1), new Mish(), new PRelu($"slope{number}"), new PRelu($"slope{number}", true),
                ]);
            case 10 or 11 or 12:
                var others = values.Where(value => Broadcasting.Covers(shape, graph.Shape(value))).ToList();
                inputs = random.Next(2) == 0 ? [x, Pick(random, others)] : [Pick(random, others), x];
                return Pick<Operation>(random,
                    [new Add(), new Add(), new Multiply(), new Multiply(), new Subtract(), new Minimum(), new Maximum()]);
            case 13 or 14:
                var beside = values.Where(value => graph.Shape(value).Spatial == shape.Spatial).ToList();
                inputs = [x, .. Enumerable.Range(0, 1 + random.Next(2)).Select(_ => Pick(random, beside))];
                return new Concat();
            case 15:
                int start = random.Next(channels);
                return new Slice(start, 1 + random.Next(channels - start));
            case 16:
                var below = values.Where(value => graph.Shape(value).Rank == shape.Rank
                    && graph.Shape(value).Dimensions.Skip(1).SequenceEqual(shape.Dimensions.Skip(1))).ToList();
                inputs = [x, Pick(random, below)];
                return new Append();
            case 17: return random.Next(2) == 0 ? new Reshape([-1, channels]) : new Reshape([-1, 2]);
            case 18:
                PoolMode mode = Pick(random, Enum.GetValues<PoolMode>());
                // Axes that a value does not have are refused, and tried again.
                return random.Next(2) == 0 ? new GlobalPool(mode)
                    : new Reduce(mode, Pick(random,
                        [ReducedAxes.Channels, ReducedAxes.Width, ReducedAxes.Height, ReducedAxes.Width | ReducedAxes.Height,
                        ReducedAxes.Frames]));
            case 19:
                return random.Next(2) == 0
                    ? new MaxPool(Each(() => 2 + random.Next(2)), Each(() => 1 + random.Next(2)), Each(() => random.Next(2)),
                        random.Next(2) == 0)
                    : new AveragePool(Each(() => 2 + random.Next(2)), Each(() => 1 + random.Next(2)), Each(() => random.Next(2)),
                        random.Next(2) == 0, random.Next(2) == 0);
            case 20:
                return random.Next(3) == 0 ? new Upsample(Each(() => 1 + random.Next(2)))
                    : new Upsample(Each(() => 1 + random.Next(2)), Interpolation.Bilinear, random.Next(2) == 0);
            case 21:
                return random.Next(3) switch
                {
                    0 => new ChannelShuffle(2),
                    1 => new ChannelShuffle(3),
                    _ => new PadChannels(random.Next(5), random.Next(9)),
                };
            case 22:
                return random.Next(3) switch { 0 => new Subsample(Each(() => 1 + random.Next(2))), 1 => new Flatten(), _ => new Softmax() };
            case 23:
                if (random.Next(2) == 0) return new LocalResponseNorm(1 + random.Next(6), 0.3, random.Next(2) == 0 ? 0.75 : 0.4, 1);
                // A gate, so that the rewrites around it have something to do.
                int gate = graph.Conv(graph.Mean(x), channels, 1);
                inputs = [x, graph.Add(new Sigmoid(), gate)];
                return new Multiply();
            case 24 or 25:
                bool affine = random.Next(2) == 0;
                return random.Next(6) switch
                {
                    0 or 1 => new LayerNorm(affine ? $"layer{number}" : "", affine, 1e-3),
                    2 => new RmsNorm(affine ? $"rms{number}" : "", affine, 1e-3),
                    3 => new GroupNorm(affine ? $"group{number}" : "", random.Next(3) == 0 ? channels : 1 + random.Next(3), affine, 1e-3),
                    4 => new Normalize(1e-3),
                    _ => new ChannelScale($"scale{number}.weight"),
                };
            default:
                return random.Next(4) switch
                {
                    0 => new Pad(Each(() => random.Next(3)), Each(() => random.Next(3)), Value: random.Next(2)),
                    1 => new Roll(Each(() => random.Next(-3, 4))),
                    _ => new Pad(Each(() => -random.Next(2)), Each(() => -random.Next(3))),
                };
        }
    }

    private static int[] Sizes(Random random, int rank, int[] sizes) =>
        [.. Enumerable.Range(0, rank).Select(_ => 1 + random.Next(rank == 3 ? 5 : rank == 1 ? 30 : 11)), Pick(random, sizes)];

    private static T Pick<T>(Random random, IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];
}
