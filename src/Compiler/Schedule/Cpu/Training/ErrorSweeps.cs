using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>The sweeps of a graph: one kernel for each, and those that make results of its sums.</summary>
internal sealed class ErrorSweeps(Graph graph, InstructionSet set, WeightLayout layout, BufferPlanner buffers)
{
    private readonly IReadOnlyList<IReadOnlyList<int>> _consumers = graph.Consumers();
    private readonly Dictionary<int, ErrorSweepPlan> _plans = [];
    private readonly Dictionary<int, View> _inputGradients = [];

    /// <summary>The sweep writes the input's gradient on its way, wherever that is to lie; of all else it takes sums.</summary>
    /// <param name="node">An <see cref="ErrorSweep"/>.</param>
    /// <param name="seed">The derivative of all by the loss; null where there are no gradients.</param>
    public IEnumerable<CpuKernelPlan> Plan(Node node, View input, View target, View? seed, View loss)
    {
        Node[] gradients = [.. _consumers[node.Id].Select(id => graph.Nodes[id]).Where(reader => reader.Operation is SweptGradient)];
        Node? Of(Func<Operation, bool> isRule) => gradients.FirstOrDefault(reader => isRule(((SweptGradient)reader.Operation).Rule));
        View? inputGradient = null;
        if (Of(rule => rule is ConvInputGradient or LinearInputGradient) is { } swept)
        {
            View wanted = buffers.DestinationOf(swept.Id)!;
            inputGradient = wanted.IsDense ? wanted : BufferPlanner.NewDense(swept.Name + " gradient", swept.Shape);
            _inputGradients.Add(swept.Id, inputGradient);
        }
        string name = PlanText.NameOf(node);
        var planner = new ErrorSweepPlanner(set, layout, name, ((ErrorSweep)node.Operation).Layer, input, target);
        ErrorSweepPlan plan = planner.Plan(seed, inputGradient, Of(rule => rule is ConvWeightGradient or LinearWeightGradient) is not null,
            Of(rule => rule is GlobalPool) is not null);
        _plans.Add(node.Id, plan);
        return [plan, ErrorSweepPlanner.Loss(name, plan, target, loss)];
    }

    /// <param name="node">A <see cref="SweptGradient"/>.</param>
    public IEnumerable<CpuKernelPlan> PlanGradient(Node node, View destination)
    {
        string name = PlanText.NameOf(node);
        ErrorSweepPlan sweep = _plans[node.Inputs[node.Inputs.Count - 1]];
        if (ErrorSweepPlanner.Gradient(name, sweep, ((SweptGradient)node.Operation).Rule, destination) is { } kernel) return [kernel];
        View made = _inputGradients[node.Id];
        return made == destination ? []
            : [new MapPlan($"{name}: copies the gradient into place", new Copy(), [made], destination, [], ByChannels: false)];
    }
}
