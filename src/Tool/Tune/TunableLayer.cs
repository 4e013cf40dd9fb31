using Fusion.Benchmarks;
using Fusion.Compiler;
using Fusion.Compiler.Graphs;
using Fusion.Compiler.Operations;
using Fusion.Compiler.Rewrite;
using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Tool.Tune;

/// <summary>A convolution or linear layer as it is left after the rewrites, alone in a network.</summary>
/// <param name="Name">As the scheduler names it in tuning files.</param>
internal sealed record TunableLayer(string Name, Graph Graph)
{
    /// <summary>Below this, what a kernel takes is mostly not the choices made here.</summary>
    private const long LeastMultiplyAdds = 1_000_000;

    /// <summary>The different layers of a network, without depthwise ones, which have no choices.</summary>
    public static IReadOnlyList<TunableLayer> Of(Graph declared)
    {
        Graph graph = RewritePipeline.Run(declared, new FusionNotes());
        return
        [
            .. graph.Nodes.Where(
                node => node.Operation is Fused { Core: PackedConvolution convolution } && !convolution.IsDepthwise(Input(node).Channels))
                .Select(node => Make((PackedConvolution)((Fused)node.Operation).Core, Input(node), node.Shape))
                .Where(layer => layer.Graph.MultiplyAdds >= LeastMultiplyAdds).DistinctBy(layer => layer.Name),
        ];

        Shape Input(Node node) => graph.Nodes[node.Inputs[0]].Shape;
    }

    /// <summary>How the scheduler plans it.</summary>
    public CpuKernelPlan Plan(Compiler.Schedule.Cpu.InstructionSet set, Tuning tuning) =>
        Scheduler.Schedule(
            RewritePipeline.Run(Graph, new FusionNotes()), set, new WeightLayout(set),
            new ScheduleOptions(Compiler.Arithmetic.Fast, tuning))
            .Kernels.Single(kernel => kernel is ConvolutionPlan or WinogradPlan);

    private static TunableLayer Make(PackedConvolution convolution, Shape input, Shape output)
    {
        EquatableArray<int> Last(EquatableArray<int> sizes) => [.. sizes.Skip(3 - input.SpatialRank)];
        Operation operation = input.SpatialRank == 0
            ? new Linear(SingleLayer.Path, convolution.Outputs, true)
            : new Conv(SingleLayer.Path, convolution.Outputs, Last(convolution.Kernel), Last(convolution.Stride),
                Last(convolution.Dilation), Last(convolution.Padding), convolution.Groups, true);
        var builder = new GraphBuilder("Layer");
        int value = builder.Add(operation, [builder.Input("input", [.. input.Dimensions])], SingleLayer.Path);
        builder.Output("output", builder.Add(new Relu(), [value], SingleLayer.Path));
        return new TunableLayer(PlanText.Layer(convolution, input, output), builder.Build());
    }
}
