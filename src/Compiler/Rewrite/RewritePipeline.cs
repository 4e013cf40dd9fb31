namespace Fusion.Compiler.Rewrite;

/// <summary>The passes in the order in which they run. Each entry says why it stands where it stands, and one that not all targets want is
/// <see cref="OnlyFor"/> its own.</summary>
public static class RewritePipeline
{
    public static IReadOnlyList<IRewritePass> Passes { get; } =
    [
        // First, so that no later pattern has to look through an operation that does nothing.
        new RemoveIdentities(),
        // Before anything looks for gates.
        new IdentityIntoGate(),
        // Before anything is packed or fused: the parts are operations like any other.
        new OnlyFor("Gpu", new ExpandAttention()),
        // While a convolution's padding is its own.
        new PaddingIntoLayers(),
        // While element-wise work is nodes of its own; before Flatten looks who reads it.
        new ReshapeLast(),
        // Behind what takes work to the front of shuffles, and before a shuffle of two groups becomes something else.
        new ShufflesIntoBlocks(),
        // Behind what takes work to the front of shuffles, which then have one input.
        new ShuffleWithoutConcat(),
        // Before whatever looks for values per channel to take in.
        new SplitNorms(),
        // While a convolution's stride is its own and activations are nodes.
        new SkipDeadPixels(),
        // Before the convolutions are packed: decides in which order a linear layer finds its inputs.
        new FlattenIntoLinear(),
        // Makes one form of convolution, depthwise and linear layers; the patterns below know only that form.
        new PackConvolutions(),
        // Before BatchNorms are folded: one on the value itself is a branch, too, and one after the sum is folded into what the sum
        // becomes.
        new MergeBranches(),
        // Knows the packed form; before BatchNorms are folded, of which one behind the pooling comes to stand behind the convolution.
        new PoolBeforeLinear(),
        // While every other BatchNorm is still a node of its own.
        new FoldBatchNorm(),
        // Needs folded convolutions, so that nothing stands between two of them; before the gates, which would.
        new MergeChains(),
        // Needs folded convolutions without activation; makes room for the gate in their epilogue. On GPUs a
        // launch costs more than weights that are read twice.
        new OnlyFor("Gpu", new SqueezeThroughLinear(atAnyCost: true)),
        new SqueezeThroughLinear(),
        // What a squeeze has gone through is followed by the gate's first layer with nothing between. One linear layer less is no gain
        // where kernels cost nothing to start, and its weights would have to be multiplied at every load.
        new OnlyFor("Gpu", new MergeChains()),
        // Before epilogues are fused: a gate that scales the next layer's weights must not become a pass of its own.
        new ExciteIntoWeights(),
        // After the folding, so that siblings with a BatchNorm each are merged with it; before the epilogues, which they then share.
        new MergeSiblings(),
        // Before epilogues are fused: what is a view has none. GPUs index by the number of a position, which has no gaps.
        new OnlyFor("Cpu", new CropsAsViews()),
        // Takes all element-wise operations that are left into the kernel that makes their input.
        new FuseEpilogues(),
        // Last: the sums are taken from the finished value, after its epilogue.
        new FuseSqueeze(),
    ];

    /// <summary>The passes for a training graph: every layer keeps its own weights, and every value that a gradient reads is
    /// there.</summary>
    public static IReadOnlyList<IRewritePass> TrainingPasses { get; } =
    [
        // First, so that all that follows sees operations and not what runs them sample by sample.
        new UnwrapBatches(),
        new RemoveIdentities(),
        // While nothing is fused with either.
        new ShufflesIntoBlocks(),
        // While a layer's gradients are still its own.
        new FuseErrorSweeps(),
        // Makes convolutions, which the next pass packs with those of the forward pass.
        new GradientsAsConvolutions(),
        new PackConvolutions(),
        // While norms are operations of their own, and before epilogues take the gates.
        new SqueezesAndGates(),
        // While activations and norms are operations of their own; lets the next pass fuse those whose inputs no gradient reads any more.
        new GradientsFromResults(),
        new FuseEpilogues(),
        // Last: kernels are what is read, and what is made again.
        new RecomputeNorms(),
    ];

    /// <summary>Which passes a graph is rewritten by, for a target or, without one, those that all want.</summary>
    public static IReadOnlyList<IRewritePass> PassesFor(Graph graph, string? target = null) =>
        For(target, IsTraining(graph) ? TrainingPasses : Passes);

    /// <summary>The entries that a target wants.</summary>
    public static IReadOnlyList<IRewritePass> For(string? target, IEnumerable<IRewritePass> passes) =>
        [.. passes.Where(pass => pass is not OnlyFor only || only.Target == target)];

    /// <summary>Whether the graph is that of a training step.</summary>
    public static bool IsTraining(Graph graph) => graph.Nodes.Any(node => node.Operation is TrainingOperation);

    /// <summary>Runs all passes that a target wants or, without one, all targets.</summary>
    public static Graph Run(Graph graph, FusionNotes notes, string? target = null) => Run(graph, notes, (_, _) => { }, target);

    /// <summary>Runs them and shows the graph after each; for tests and snapshots.</summary>
    public static Graph Run(Graph graph, FusionNotes notes, Action<IRewritePass, Graph> after, string? target = null)
    {
        foreach (IRewritePass pass in PassesFor(graph, target))
        {
            var editor = new GraphEditor(graph);
            pass.Apply(editor, notes);
            graph = editor.Build();
            after(pass, graph);
        }
        return graph;
    }
}
