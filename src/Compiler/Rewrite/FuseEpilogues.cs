namespace Fusion.Compiler.Rewrite;

/// <summary>
/// Moves activations and their gradients, BatchNorms that could not be folded, additions and products into the kernel that makes their
/// input. What has no such kernel becomes one of its own, around a <see cref="Copy"/>.
/// </summary>
public sealed class FuseEpilogues : IRewritePass
{
    /// <summary>Every step is printed for every result of a register tile; no published network has a tenth of this.</summary>
    private const int MostSteps = 32;

    public void Apply(GraphEditor graph, FusionNotes notes)
    {
        foreach (EditableNode node in graph.Nodes)
        {
            if (IsCore(node.Operation)) graph.Set(node, new Fused(node.Operation, node.Inputs.Count, [], false), node.Inputs);
            else if (IsStep(node.Operation) || IsGate(node)) Fuse(graph, node, notes);
        }
    }

    private static void Fuse(GraphEditor graph, EditableNode node, FusionNotes notes)
    {
        // The kernel that runs last takes the operation; what ran before it is there to be read. A norm that is made again for a gradient
        // would otherwise be written for nobody else.
        var hosts = node.Inputs.Distinct()
            .Where(input => input.Operation is Fused { Epilogue.Count: < MostSteps } && input.Shape == node.Shape
                && graph.OnlyConsumer(input) == node)
            .OrderByDescending(input => node.Operation is ElementwiseGradient && input == node.Inputs[0])
            .ThenByDescending(input => input.Order);
        if (hosts.FirstOrDefault() is { } host)
        {
            var fused = (Fused)host.Operation;
            var operands = node.Inputs.Where(input => input != host);
            Operation step = StepOn(node, host);
            if (step is Add && operands.SingleOrDefault() is { Operation: SubsampleGradient spread } few && graph.OnlyConsumer(few) == node
                && IsLattice(fused.Core, spread))
            {
                step = new AddSpread(spread);
                operands = few.Inputs;
            }
            graph.Set(node, fused with { Epilogue = [.. fused.Epilogue, step] }, [.. host.Inputs, .. operands]);
            if (node.Name.Length == 0 || fused.Core is not Copy) node.Name = host.Name;
            return;
        }
        // What an activation's gradient reads beside dy is always read elsewhere.
        EditableNode[] read = node.Operation is ElementwiseGradient ? [node.Inputs[1]] : [.. node.Inputs];
        EditableNode chain = read.First(input => input.Shape == node.Shape);
        string why = read.Any(input => input.Operation is Input) ? "its input is an input of the network"
            : read.Any(input => graph.Consumers(input).Count > 1 || graph.IsOutput(input)) ? "its input is read elsewhere, too"
            : read.Select(graph.KeepingTap).FirstOrDefault(tap => tap is not null) is { } tap ? $"the tap {tap} shows its input"
            : chain.Operation is Fused ? $"the kernel before it has {MostSteps} steps already"
            : $"{KindOf(chain.Operation)} takes no epilogue";
        notes.NotFused(node.Title, $"{KindOf(node.Operation)} is a pass of its own, because {why}.");
        int position = node.Inputs.ToList().IndexOf(chain);
        graph.Set(node, new Fused(new Copy(), 1, [StepOn(node, chain)], false), [chain, .. node.Inputs.Where((_, i) => i != position)]);
    }

    /// <summary>The operation as a step on one of its inputs.</summary>
    private static Operation StepOn(EditableNode node, EditableNode input) => node.Operation switch
    {
        ElementwiseGradient gradient => new GradientStep(gradient, OfGradient: input != node.Inputs[0]),
        Batched { Each: BinaryOperation each } => new SampleStep(On(each, node, input)),
        BinaryOperation binary => On(binary, node, input),
        _ => node.Operation,
    };

    /// <summary>The operation as it applies where the first of its inputs is that one.</summary>
    private static BinaryOperation On(BinaryOperation operation, EditableNode node, EditableNode input) =>
        input == node.Inputs[0] ? operation : operation.Swapped;

    private static string KindOf(Operation operation) => operation switch
    {
        Batched batched => KindOf(batched.Each),
        ElementwiseGradient gradient => $"the gradient of {gradient.Function.Kind}",
        _ => operation.Kind,
    };

    /// <summary>Whether it is a sum or product of a value and what applies to all positions of a sample.</summary>
    private static bool IsGate(EditableNode node) =>
        node.Operation is Batched { Each: BinaryOperation, Sum: false } && node.Shape.Rank > 2
            && node.Inputs.Any(input => input.Shape == node.Shape)
            && node.Inputs.Any(input => input.Shape.Pixels == node.Shape.Dimensions[0]);

    /// <summary>Whether one of the phases of a strided gradient is where the values go, and each phase has a kernel.</summary>
    private static bool IsLattice(Operation core, SubsampleGradient spread) =>
        core is ConvInputGradient { Layer: { } layer } && layer.Stride == spread.Pick.Stride
        && GradientPhase.Of((ConvInputGradient)core)!.All(phase => phase.Convolution is not null);

    /// <summary>Operations whose kernels apply an epilogue to each result.</summary>
    private static bool IsCore(Operation operation) =>
        operation is PackedConvolution or PhasedConvolution or MatMul or MaxPool or AveragePool or GlobalPool or Upsample
            or Resampling or DepthToSpace or Recurrence
            or ConvInputGradient or Batched { Each: Spread, Sum: false }
            or LayerNorm or RmsNorm or Normalize or GroupNorm or PositionNormGradient
            or BatchNormalize or RunningNormalize or BatchNormInputGradient or FixedNormGradient or PReluInputGradient or Drop or Broadcast
            or Reduce;

    private static bool IsStep(Operation operation) =>
        operation is ElementwiseOperation or PRelu or ChannelAffine or BinaryOperation or ElementwiseGradient;
}
