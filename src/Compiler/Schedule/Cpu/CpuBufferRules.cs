using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>The CPU's kernels load whole vectors, and a convolution that pads finds zeros around its input.</summary>
/// <param name="layout">Where parameters lie that a training step changes.</param>
internal sealed class CpuBufferRules(Graph graph, ScheduleOptions options, WeightLayout layout) : IBufferRules
{
    private readonly CacheSets _cacheSets = new(graph);

    private readonly IReadOnlyList<IReadOnlyList<int>> _consumers = graph.Consumers();

    public bool ReadsParametersInPlace => true;

    public long OffsetOf(string parameter, Shape shape) => layout.Value(parameter, (int)shape.Elements).Offset;

    public bool CanReadInPlace(Node input) => StaysInside(input) || IsOnlySwept(input);

    /// <summary>
    /// Kernels load whole vectors. Nothing may lie behind the caller's memory, so a value there must be read in whole vectors of channels,
    /// also by those who see it as a slice or with another shape.
    /// </summary>
    public bool StaysInside(Node node) =>
        node.Shape.Channels % 16 == 0
        && !_consumers[node.Id].Any(id => ReadsWithinPixels(graph.Nodes[id]))
        && _consumers[node.Id].All(id => graph.Nodes[id].Operation is not (Slice or Crop or Reshape) || StaysInside(graph.Nodes[id]));

    /// <summary>A sweep reads its input value by value, and of what it compares with no vector past the end.</summary>
    private bool IsOnlySwept(Node node) => graph.Outputs.All(output => output.Node != node.Id)
        && _consumers[node.Id].All(id => graph.Nodes[id].Operation is ErrorSweep or SweptGradient);

    /// <summary>Whether a kernel loads vectors that begin at a group's channels, wherever those lie in a pixel.</summary>
    private static bool ReadsWithinPixels(Node node) => node.Operation switch
    {
        ConvWeightGradient { Layer: { Groups: > 1 } layer } => layer.Outputs / layer.Groups % 16 != 0,
        DepthToSpace or Fused { Core: DepthToSpace or Recurrence } => node.Shape.Channels % 16 != 0,
        _ => false,
    };

    public int ChannelsBetween(Node node) => options.IsTraining ? 0 : _cacheSets.ChannelsBetween(node, _consumers[node.Id]);

    public IReadOnlyList<Halo> FindHalos()
    {
        Halo[] halos = [.. graph.Nodes.Select(_ => Halo.None)];
        foreach (Node node in graph.Nodes.Reverse())
        {
            if (node.Operation is Fused { Core: PackedConvolution convolution })
            {
                int input = node.Inputs[0];
                Shape shape = graph.Nodes[input].Shape;
                if (WinogradPlanner.Choose(options, convolution, shape, node.Shape) is { } transform)
                    halos[input] = halos[input].Union(Needed(convolution, transform, shape, node.Shape));
                else if (convolution.HasPadding)
                    halos[input] = halos[input].Union(Needed(convolution, shape, node.Shape));
            }
            else if (node.Operation is Fused { Core: ConvInputGradient or PhasedConvolution } strided)
            {
                int input = node.Inputs[0];
                foreach (GradientPhase phase in GradientPhase.Of(strided.Core))
                    if (phase.Convolution is { } taps)
                        halos[input] = halos[input].Union(Needed(taps, graph.Nodes[input].Shape, phase.ShapeOf(node.Shape)));
            }
            else if (node.Operation is ConvWeightGradient gradient && PackedConvolution.From(gradient.Layer) is { HasPadding: true } layer)
            {
                int input = node.Inputs[0];
                halos[input] = halos[input].Union(
                    Needed(layer, graph.Nodes[input].Shape, graph.Nodes[node.Inputs[1]].Shape));
            }
            else if (node.Operation is Slice && !halos[node.Id].IsNone)
            {
                int input = node.Inputs[0];
                halos[input] = halos[input].Union(halos[node.Id]);
            }
        }
        return halos;
    }

    /// <summary>Tiles at the right and at the bottom may reach farther than the filter.</summary>
    private static Halo Needed(PackedConvolution convolution, WinogradTransform transform, Shape input, Shape output)
    {
        int After(int axis, int from, int to) => Math.Max(0, WinogradPlanner.HaloAfter(transform, to, convolution.Padding[axis], from));
        return new Halo([0, convolution.Padding[1], convolution.Padding[2]],
            [0, After(1, input.Height, output.Height), After(2, input.Width, output.Width)]);
    }

    private static Halo Needed(PackedConvolution convolution, Shape input, Shape output)
    {
        int[] before = new int[3], after = new int[3];
        int[] from = [input.Frames, input.Height, input.Width], to = [output.Frames, output.Height, output.Width];
        for (int i = 0; i < 3; i++)
        {
            int reach = (to[i] - 1) * convolution.Stride[i] + convolution.Dilation[i] * (convolution.Kernel[i] - 1) + 1;
            before[i] = convolution.Padding[i];
            after[i] = Math.Max(0, reach - convolution.Padding[i] - from[i]);
        }
        return new Halo(before.ToEquatableArray(), after.ToEquatableArray());
    }
}
