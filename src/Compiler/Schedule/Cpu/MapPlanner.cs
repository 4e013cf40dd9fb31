using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>Plans what is no convolution: kernels that go over the rows of their output, and what only training has.</summary>
internal sealed class MapPlanner(Graph graph, ScheduleOptions options, WeightLayout layout)
{
    /// <param name="operation">The node's, without its epilogue.</param>
    /// <param name="inputs">The operation's.</param>
    public IReadOnlyList<CpuKernelPlan> Plan(
        Node node, string title, Operation operation, EquatableArray<View> inputs, View output, EquatableArray<EpilogueStep> epilogue)
    {
        if (PearsonPlanner.Takes(operation)) return PearsonPlanner.Plan(node.Name, title, operation, inputs, output);
        if (SampleSums.Takes(operation))
        {
            int samples = graph.Nodes[node.Inputs[0]].Shape.Dimensions[0];
            if (samples <= inputs[0].Rows) return SampleSums.Plan(node.Name, title, operation, inputs, output, samples);
            operation = SampleSums.OfPositions(operation);
        }
        if (PositionSumsPlanner.Takes(operation, options)) return PlanSums(node, title, operation, inputs, output, epilogue);
        if (operation is GroupNorm) return PlanGroupNorm(node, title, operation, inputs, output, epilogue);
        if (SampleMapPlanner.Covers(operation))
        {
            Shape[] shapes = [.. graph.InputShapes(node).Take(inputs.Count), node.Shape];
            return [SampleMapPlanner.Plan(title, operation, shapes, inputs, output, epilogue)
                with { Weights = ParametersOf(node, operation) }];
        }
        var plan = new MapPlan(title, operation, inputs, output, epilogue, MapUnits.AreChannels(operation));
        return [plan with { Weights = ParametersOf(node, operation), Rank = node.Shape.Rank }];
    }

    /// <summary>The sums are taken in chunks, which have no epilogue.</summary>
    private static IReadOnlyList<CpuKernelPlan> PlanSums(
        Node node, string title, Operation operation, EquatableArray<View> inputs, View output, EquatableArray<EpilogueStep> epilogue)
    {
        if (epilogue.Count == 0) return PositionSumsPlanner.Plan(node.Name, title, operation, inputs, output);
        View sum = View.Of(BufferPlanner.NewBuffer(node.Name + " sum", node.Shape));
        return
        [
            .. PositionSumsPlanner.Plan(node.Name, title, operation, inputs, sum),
            new MapPlan($"{title}, finished", new Copy(), [sum], output, epilogue, ByChannels: false),
        ];
    }

    /// <summary>The statistics of each channel, which the kernel that makes the input can take, and a pass that applies them.</summary>
    private static IReadOnlyList<CpuKernelPlan> PlanGroupNorm(
        Node node, string title, Operation operation, EquatableArray<View> inputs, View output, EquatableArray<EpilogueStep> epilogue)
    {
        View statistics = View.Of(BufferPlanner.NewBuffer(node.Name + " statistics", Shape.Of(2, output.Channels)));
        return
        [
            .. PositionSumsPlanner.Plan(node.Name, title + ", statistics", new BatchStatistics(), inputs, statistics),
            new MapPlan(title, operation, [.. inputs, statistics], output, epilogue, ByChannels: false),
        ];
    }

    /// <summary>Where the parameters lie that only training reads outside of convolutions.</summary>
    private EquatableArray<long> ParametersOf(Node node, Operation operation)
    {
        if (operation is not TrainingOperation training) return [];
        if (operation is PReluInputGradient slopes) return [layout.Slopes(slopes.Layer, node.Shape.Channels).Offset];
        return training.Parameters(graph.InputShapes(node))
            .Select(parameter => layout.Parameter(parameter.Name, (int)parameter.Elements).Offset).ToEquatableArray();
    }
}
