using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>Finds what the steps of an epilogue read.</summary>
internal static class EpiloguePlanner
{
    /// <param name="values">Where the nodes' values lie.</param>
    /// <param name="output">Where the node's own goes.</param>
    public static EquatableArray<EpilogueStep> Plan(Graph graph, WeightLayout layout, IReadOnlyList<View> values, Node node, View output)
    {
        var fused = (Fused)node.Operation;
        int operand = fused.CoreInputs;
        var steps = new List<EpilogueStep>();
        foreach (Operation step in fused.Epilogue)
        {
            View? view = Fused.TakesTwo(step) ? values[node.Inputs[operand]] : null;
            if (step is SampleStep)
                view = new SampleView(view!, graph.Nodes[node.Inputs[operand]].Shape.Rank).Over(new SampleView(output, node.Shape.Rank));
            else if (step is BinaryOperation && view is { Pixels: > 1 } && view.Pixels != output.Pixels) view = view.SpreadOver(output);
            if (view is not null) operand++;
            EquatableArray<long> vector = step switch
            {
                PRelu slopes => [layout.Slopes(slopes, output.Channels).Offset],
                BatchNorm norm when layout.Norm(norm, output.Channels) is var vectors => [vectors.ScaleOffset, vectors.ShiftOffset],
                ChannelScale scale => scale.Parameters([Shape.Of(output.Channels)])
                    .Select(parameter => layout.Parameter(parameter.Name, output.Channels).Offset).ToEquatableArray(),
                _ => [],
            };
            steps.Add(new EpilogueStep(step, view, vector));
        }
        return steps.ToEquatableArray();
    }
}
