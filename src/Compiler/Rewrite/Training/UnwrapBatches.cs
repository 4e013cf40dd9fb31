namespace Fusion.Compiler.Rewrite;

/// <summary>
/// Turns operations on every sample of a batch into operations on the batch: samples lie behind each other as frames do, and a kernel that
/// covers one frame never leaves its sample. What has no such form stays.
/// </summary>
public sealed class UnwrapBatches : IRewritePass
{
    public void Apply(GraphEditor graph, FusionNotes notes)
    {
        foreach (EditableNode node in graph.Nodes)
        {
            if (node.Operation is not Batched batched) continue;
            if (batched is { Each: BinaryOperation each, Sum: false }) Align(graph, node, each);
            else if (Lift(batched.Each, node) is { } lifted) graph.Set(node, lifted, node.Inputs);
        }
    }

    /// <summary>
    /// Lets a value that is spread over each sample have as many dimensions as the batch, so that it is spread in the same way. One that
    /// has one position in each sample stays: gates are that.
    /// </summary>
    private static void Align(GraphEditor graph, EditableNode node, BinaryOperation each)
    {
        if (node.Inputs.Any(input => Batched.SampleOf(input.Shape).Pixels == 1)) return;
        graph.Set(node, each, [.. node.Inputs.Select(input =>
        {
            if (input.Shape.Rank == node.Shape.Rank) return input;
            var aligned = new Shape([input.Shape.Dimensions[0],
                .. Broadcasting.Aligned(Batched.SampleOf(input.Shape), node.Shape.Rank - 1)]);
            return graph.Add(new Reshape(aligned.Dimensions), [input], node, -0.25);
        })]);
    }

    private static Operation? Lift(Operation each, EditableNode node)
    {
        int samples = node.Inputs[0].Shape.Dimensions[0];
        return each switch
        {
            Conv conv => Lift(conv),
            ConvTranspose layer => Lift(layer),
            ConvInputGradient gradient => new ConvInputGradient(Lift(gradient.Layer), Batched.Of(gradient.Input, samples)),
            ConvWeightGradient gradient => new ConvWeightGradient(Lift(gradient.Layer)),
            MaxPool pool => Lift(pool),
            MaxPoolGradient gradient => new MaxPoolGradient(Lift(gradient.Pool)),
            AveragePool pool => Lift(pool),
            AveragePoolGradient gradient => new AveragePoolGradient(Lift(gradient.Pool), Batched.Of(gradient.Input, samples)),
            Upsample upsample => upsample with { Scale = Whole(upsample.Scale, 1) },
            UpsampleGradient gradient => new UpsampleGradient(
                gradient.Enlarge with { Scale = Whole(gradient.Enlarge.Scale, 1) }, Batched.Of(gradient.Input, samples)),
            Resampling resampling => resampling.OverBatch(samples),
            ResamplingGradient gradient => new ResamplingGradient(
                gradient.Forward.OverBatch(samples), Batched.Of(gradient.Input, samples)),
            PositionScan scan => scan,
            DepthToSpace blocks => blocks with { Block = Whole(blocks.Block, 1) },
            SpaceToDepth blocks => blocks with { Block = Whole(blocks.Block, 1) },
            Subsample subsample => new Subsample(Whole(subsample.Stride, 1)),
            SubsampleGradient gradient => new SubsampleGradient(
                new Subsample(Whole(gradient.Pick.Stride, 1)), Batched.Of(gradient.Input, samples)),
            Reshape => new Reshape(node.Shape.Dimensions),
            Reduce => each,
            Broadcast => new Broadcast(node.Shape.Dimensions),
            Flatten or Unflatten or GlobalPool or Spread { Factor: 1 } when KeepsOrder(each, node) => new Reshape(node.Shape.Dimensions),
            _ => null,
        };
    }

    /// <summary>Whether a sample's values stay as they are: those of one position do, and of one channel those that change their order.
    /// </summary>
    private static bool KeepsOrder(Operation each, EditableNode node)
    {
        Shape spatial = Batched.SampleOf(each is Flatten or GlobalPool ? node.Inputs[0].Shape : node.Shape);
        return spatial.Pixels == 1 || (each is Flatten or Unflatten && spatial.Channels == 1);
    }

    private static Conv Lift(Conv conv) => conv with
    {
        Kernel = Whole(conv.Kernel, 1),
        Stride = Whole(conv.Stride, 1),
        Dilation = Whole(conv.Dilation, 1),
        Padding = Whole(conv.Padding, 0),
        PaddingEnd = conv.PaddingEnd is { } end ? Whole(end, 0) : null,
    };

    private static ConvTranspose Lift(ConvTranspose layer) => layer with
    {
        Kernel = Whole(layer.Kernel, 1),
        Stride = Whole(layer.Stride, 1),
        Dilation = Whole(layer.Dilation, 1),
        Padding = Whole(layer.Padding, 0),
        PaddingEnd = layer.PaddingEnd is { } end ? Whole(end, 0) : null,
        OutputPadding = Whole(layer.OutputPadding, 0),
    };

    private static MaxPool Lift(MaxPool pool) => pool with
    {
        Kernel = Whole(pool.Kernel, 1),
        Stride = Whole(pool.Stride, 1),
        Padding = Whole(pool.Padding, 0),
        PaddingEnd = pool.PaddingEnd is { } end ? Whole(end, 0) : null,
        Dilation = pool.Dilation is { } dilation ? Whole(dilation, 1) : null,
    };

    private static AveragePool Lift(AveragePool pool) => pool with
    {
        Kernel = Whole(pool.Kernel, 1),
        Stride = Whole(pool.Stride, 1),
        Padding = Whole(pool.Padding, 0),
        PaddingEnd = pool.PaddingEnd is { } end ? Whole(end, 0) : null,
        Dilation = pool.Dilation is { } dilation ? Whole(dilation, 1) : null,
    };

    /// <summary>The sizes over all dimensions of a batch, of which the first is its samples.</summary>
    private static EquatableArray<int> Whole(EquatableArray<int> sizes, int overSamples) => [overSamples, .. sizes];
}
