namespace Fusion.Kernels.Tests.Support;

/// <summary>Operations of every kind that has a window, a group or a sum, at sizes chosen at random.</summary>
internal static class ReachCases
{
    private static readonly int[] s_channels = [1, 3, 4, 5, 8, 12, 16, 17, 20];

    private static readonly PoolMode[] s_modes = [PoolMode.Average, PoolMode.Max, PoolMode.Sum];

    /// <summary>Stride and dilation have a factor in common, or the kernel is smaller than the stride.</summary>
    public static Graph[] PhasesWithoutTaps =>
    [
        Up([3, 3], [2, 2], [2, 2], 4, 17),
        Up([3, 3], [2, 2], [2, 2], 18, 18, groups: 18),
        Up([3, 3], [2, 2], [2, 2], 8, 4, groups: 4),
        Up([2, 3], [2, 4], [3, 2], 4, 5),
        Up([1, 2], [2, 3], [1, 1], 4, 5),
        Up([1, 1], [3, 2], [1, 1], 5, 5, groups: 5),
    ];

    /// <summary>Attention and recurrent layers.</summary>
    public static Graph[] Sequences =>
    [
        .. from causal in new[] { false, true }
           from size in new (int Tokens, int Channels, int Heads)[] { (5, 6, 3), (17, 32, 2), (40, 24, 3) }
           select Build.Graph("Attention", g => g.Output("y", g.Add(new Attention(size.Heads, causal),
               g.Input("q", size.Tokens, size.Channels), g.Input("k", size.Tokens, size.Channels),
               g.Input("v", size.Tokens, 5 * size.Heads)))),
        .. from reverse in new[] { false, true }
           from hidden in new[] { 3, 17 }
           from steps in new (Operation Operation, int Gates)[]
           {
               (new LstmSteps("s", hidden, Reverse: reverse), 4), (new GruSteps("s", hidden, Reverse: reverse), 3),
               (new RnnSteps("s", hidden, Reverse: reverse), 1),
           }
           select Build.Single(steps.Operation, 6, hidden * steps.Gates),
        Build.Graph("Causal", g => g.Output("y", g.Add(new Softmax(), g.Add(new CausalMask(), g.Input("x", 3, 9, 17))))),
    ];

    /// <summary>Layers of values without positions, of which vectors reach past the end.</summary>
    public static Graph[] Vectors =>
    [
        Build.Graph("Vectors", g => g.Output("y", g.Linear(g.Relu(g.Linear(g.Input("x", 300), 500)), 33))),
        Build.Graph("Odd", g => g.Output("y", g.Linear(g.Relu(g.Linear(g.Input("x", 7), 13)), 5))),
        Build.Graph("Gate", g => g.Output("y", g.Conv(g.SqueezeExcite(g.ConvNormRelu(g.Input("x", 9, 9, 5), 24, 3), 7), 9, 1))),
    ];

    /// <summary>Convolutions, also transposed, dense, grouped and depthwise.</summary>
    /// <param name="mostPadding">Of each layer.</param>
    /// <param name="mostRank">Spatial dimensions.</param>
    public static IEnumerable<Graph> Convolutions(int seed, int count, int mostPadding = 3, int mostRank = 3)
    {
        var random = new Random(seed);
        return Some(count, () =>
        {
            int rank = 1 + random.Next(mostRank), groups = random.Next(3) switch { 0 => 1, 1 => 2, _ => 4 };
            int inputs = groups * (1 + random.Next(6)), outputs = groups * (1 + random.Next(6));
            if (random.Next(3) == 0) groups = inputs = outputs = Pick(random, s_channels);
            EquatableArray<int> kernel = Each(random, rank, 1, 4), stride = Each(random, rank, 1, 3), dilation = Each(random, rank, 1, 3);
            EquatableArray<int> padding = Each(random, rank, 0, mostPadding);
            Operation layer = random.Next(2) == 0
                ? new Conv("conv", outputs, kernel, stride, dilation, padding, groups, random.Next(2) == 0)
                {
                    PaddingEnd = random.Next(3) == 0 ? Each(random, rank, 0, mostPadding) : null,
                }
                : new ConvTranspose("up", outputs, kernel, stride, dilation, [.. padding.Select(size => size / 2)],
                    [.. stride.Select(size => random.Next(size))], groups, random.Next(2) == 0);
            return Build.Single(layer, [.. Each(random, rank, 1, rank == 3 ? 4 : 7), inputs]);
        });
    }

    public static IEnumerable<Graph> Pools(int seed, int count, int mostRank = 3)
    {
        var random = new Random(seed);
        return Some(count, () =>
        {
            int rank = 1 + random.Next(mostRank), channels = Pick(random, s_channels);
            EquatableArray<int> kernel = Each(random, rank, 1, 4), stride = Each(random, rank, 1, 3);
            EquatableArray<int> padding = [.. kernel.Select(size => random.Next(size / 2 + 1))];
            bool ceil = random.Next(2) == 0;
            Operation pool = random.Next(5) switch
            {
                0 or 1 => new MaxPool(kernel, stride, padding, ceil) { Dilation = random.Next(2) == 0 ? Each(random, rank, 1, 2) : null },
                2 or 3 => new AveragePool(kernel, stride, padding, ceil, random.Next(2) == 0),
                _ => new Reduce(Pick(random, s_modes), random.Next(2) == 0 ? ReducedAxes.Channels : ReducedAxes.Width),
            };
            return Build.Single(pool, [.. Each(random, rank, 2, rank == 3 ? 4 : 7), channels]);
        });
    }

    /// <summary>What moves, mixes and repeats positions.</summary>
    public static IEnumerable<Graph> Resamplings(int seed, int count, int mostRank = 3)
    {
        var random = new Random(seed);
        Interpolation[] modes = [Interpolation.Nearest, Interpolation.Bilinear, Interpolation.Bicubic];
        return Some(count, () =>
        {
            int rank = 1 + random.Next(mostRank), channels = Pick(random, s_channels);
            Interpolation mode = Pick(random, modes);
            bool corners = mode != Interpolation.Nearest && random.Next(2) == 0;
            ResizeForm form = corners || mode == Interpolation.Nearest || random.Next(2) == 0 ? ResizeForm.Usual
                : ResizeForm.Usual with { Antialias = random.Next(2) == 0, ExcludeOutside = random.Next(2) == 0 };
            Operation operation = random.Next(5) switch
            {
                0 or 1 => new Resize(Each(random, rank, 1, 7), mode, corners, []) { Form = form },
                2 => new Upsample(Each(random, rank, 1, 3), mode == Interpolation.Nearest ? mode : Interpolation.Bilinear, corners),
                3 => new Pad(Each(random, rank, -1, 3), Each(random, rank, -1, 3), PaddingMode.Constant, random.Next(2)),
                _ => new Roll(Each(random, rank, -3, 3)),
            };
            return Build.Single(operation, [.. Each(random, rank, 3, rank == 3 ? 4 : 7), channels]);
        });
    }

    /// <summary>Layers and norms of each position, of groups of channels, and of neighbouring channels.</summary>
    public static IEnumerable<Graph> Positions(int seed, int count)
    {
        var random = new Random(seed);
        return Some(count, () =>
        {
            int groups = 1 + random.Next(4), channels = groups * (1 + random.Next(9));
            Operation operation = random.Next(9) switch
            {
                0 or 1 => new Linear("linear", Pick(random, s_channels)),
                2 => new LayerNorm("norm"),
                3 => new RmsNorm("norm"),
                4 => new Normalize(),
                5 => new Softmax(),
                6 => new GroupNorm("norm", groups),
                7 => new LocalResponseNorm(1 + random.Next(6), 0.3),
                _ => new CumulativeSum(2, random.Next(2) == 0),
            };
            return Build.Single(operation, random.Next(1, 4), random.Next(1, 7), channels);
        });
    }

    /// <summary>Products of two values.</summary>
    public static IEnumerable<Graph> Products(int seed, int count)
    {
        var random = new Random(seed);
        return Some(count, () => Build.Graph("Product", g =>
        {
            int rows = random.Next(1, 20), depth = random.Next(1, 20), columns = random.Next(1, 36), heads = 1 + random.Next(3);
            if (random.Next(3) > 0)
            {
                bool transposed = random.Next(2) == 0;
                int a = g.Input("a", 2, rows, depth);
                int b = transposed ? g.Input("b", 2, columns, depth) : g.Input("b", 2, depth, columns);
                g.Output("y", g.Add(new MatMul(transposed), a, b));
                return;
            }
            g.Output("y", g.Add(new Attention(heads), g.Input("q", rows, heads * depth), g.Input("k", columns, heads * depth),
                g.Input("v", columns, heads * 5)));
        }));
    }

    private static Graph Up(int[] kernel, int[] stride, int[] dilation, int inputs, int outputs, int groups = 1) =>
        TransposedTests.Single(kernel, stride, dilation, [0, 0], [1, 0], 4, 5, inputs, outputs, groups);

    /// <summary>As many as are wanted of those whose shape is allowed.</summary>
    private static IEnumerable<Graph> Some(int count, Func<Graph> make)
    {
        while (count > 0)
        {
            Graph graph;
            try
            {
                graph = make();
            }
            catch (ShapeException)
            {
                continue;
            }
            count--;
            yield return graph;
        }
    }

    private static EquatableArray<int> Each(Random random, int rank, int least, int most) =>
        [.. Enumerable.Range(0, rank).Select(_ => random.Next(least, most + 1))];

    private static T Pick<T>(Random random, IReadOnlyList<T> values) => values[random.Next(values.Count)];
}
