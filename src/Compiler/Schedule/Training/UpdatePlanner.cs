namespace Fusion.Compiler.Schedule;

/// <summary>Plans what a training step does to parameters and to what its optimiser keeps.</summary>
internal static class UpdatePlanner
{
    /// <param name="inputs">Where the node's inputs lie.</param>
    public static KernelPlan Plan(Graph graph, Node node, View[] inputs, View output, WeightLayout layout)
    {
        if (node.Operation is StepGuard guard)
            return new StepGuardPlan(
                guard.Clip > 0 ? "step: the norm of all gradients" : "step: whether the loss is a number", guard, inputs.ToEquatableArray(),
                output);
        if (node.Operation is WeightProjection projection)
            return new ProjectionPlan($"{PlanText.NameOf(node)}: {node.Operation.Kind}", projection, inputs[0], inputs[1], output);
        View[] values = [.. inputs.Take(inputs.Length - (node.Operation is RunningAverage ? 1 : 2))];
        foreach (View view in values)
            if (!view.IsDense)
                throw new InvalidOperationException($"{view.Buffer.Name} has gaps, which an update knows nothing of.");
        return new UpdatePlan(
            $"{PlanText.NameOf(node)}: {node.Operation.Kind}", node.Operation,
            node.Operation.Parameters(graph.InputShapes(node))
                .Select(parameter => layout.Parameter(parameter.Name, (int)parameter.Elements).Offset).ToEquatableArray(),
            values.ToEquatableArray(), node.Operation is RunningAverage
                ? null
                : inputs[inputs.Length - 2], inputs[inputs.Length - 1], output);
    }
}
