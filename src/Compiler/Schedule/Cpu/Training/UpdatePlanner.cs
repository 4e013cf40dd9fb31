namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>Plans what a training step does to parameters and to what its optimiser keeps.</summary>
internal static class UpdatePlanner
{
    /// <summary>Adds a node's update to the kernel that has those before it, or its own kernels.</summary>
    /// <param name="inputs">Where the node's inputs lie.</param>
    public static void Add(Graph graph, Node node, View[] inputs, View output, WeightLayout layout, List<CpuKernelPlan> kernels)
    {
        if (node.Operation is StepGuard guard)
        {
            kernels.AddRange([.. Plan(guard, inputs, output, kernels)]);
            return;
        }
        if (node.Operation is WeightProjection projection)
        {
            kernels.Add(new ProjectionPlan($"{PlanText.NameOf(node)}: {node.Operation.Kind}", projection, inputs[0], inputs[1], output));
            return;
        }
        View[] values = [.. inputs.Take(inputs.Length - (node.Operation is RunningAverage ? 1 : 2))];
        foreach (View view in values)
            if (!view.IsDense)
                throw new InvalidOperationException($"{view.Buffer.Name} has gaps, which an update knows nothing of.");
        var update = new Update(node.Operation, node.Operation.Parameters(graph.InputShapes(node))
            .Select(parameter => layout.Parameter(parameter.Name, (int)parameter.Elements).Offset).ToEquatableArray(),
            values.ToEquatableArray(), output);
        View factor = inputs[inputs.Length - 1];
        View? step = node.Operation is RunningAverage ? null : inputs[inputs.Length - 2];
        if (kernels.LastOrDefault() is UpdatePlan before && before.Guard == factor)
            kernels[kernels.Count - 1] = before with { Groups = [.. With(before.Groups, update)], Step = before.Step ?? step };
        else
            kernels.Add(new UpdatePlan("step: updates of what is trained and kept", [new UpdateGroup([update])], step, factor));
    }

    /// <summary>An update that reads what the one before makes, or as many elements of the same, goes on in its loop.</summary>
    private static IEnumerable<UpdateGroup> With(EquatableArray<UpdateGroup> groups, Update update)
    {
        UpdateGroup last = groups[groups.Count - 1];
        bool reads = last.Updates.Any(before => before.Values[0] == update.Values[0] || update.Values.Contains(before.Output));
        bool goesOn = reads && last.Elements == new UpdateGroup([update]).Elements;
        return goesOn ? [.. groups.Take(groups.Count - 1), new UpdateGroup([.. last.Updates, update])]
            : [.. groups, new UpdateGroup([update])];
    }

    private static IEnumerable<CpuKernelPlan> Plan(StepGuard guard, View[] inputs, View output, List<CpuKernelPlan> kernels)
    {
        View[] gradients = [.. inputs.Skip(guard.Terms).Take(guard.Gradients)];
        View[] statistics = [.. inputs.Skip(guard.Terms + guard.Gradients)];
        View? columns = JoinSquares(ref gradients, kernels);
        var chunks = (Gradients: gradients.Sum(SquaresPlan.Chunks), Statistics: statistics.Sum(SquaresPlan.Chunks));
        int all = chunks.Gradients + chunks.Statistics;
        View partials = View.Of(Buffer.Rows("step squares", Math.Max(1, all), 2));
        if (all > 0)
        {
            string what = columns is null ? "all gradients" : "other gradients";
            yield return new SquaresPlan($"step: squares of {what}", [.. gradients, .. statistics], partials);
        }
        yield return new StepGuardPlan(guard.Clip > 0 ? "step: the norm of all gradients" : "step: whether the loss is a number", guard,
            inputs.Take(guard.Terms).ToEquatableArray(), partials, chunks, columns, output);
    }

    /// <summary>Has the kernels that make gradients sum their squares, too, where they can.</summary>
    /// <param name="gradients">Those whose squares are to be summed; afterwards, those that are left.</param>
    /// <returns>Where the sums go; null where no kernel takes any.</returns>
    private static View? JoinSquares(ref View[] gradients, List<CpuKernelPlan> kernels)
    {
        var makers = new List<int>();
        var left = new List<View>();
        foreach (View gradient in gradients)
        {
            int maker = kernels.FindIndex(kernel => ResultOf(kernel) is { Sums.Groups: 1 } result && result.Output == gradient);
            if (maker < 0) left.Add(gradient);
            else makers.Add(maker);
        }
        if (makers.Count == 0) return null;
        int Width(int maker) => PackedWeights.PaddedTo16(ResultOf(kernels[maker])!.Sums.Outputs);
        View memory = View.Of(Buffer.Rows("step column squares", 1, 2 * makers.Sum(Width)));
        int first = 0;
        foreach (int maker in makers)
        {
            WeightGradientResultPlan result = ResultOf(kernels[maker])! with { Squares = new ColumnSquares(memory, first) };
            kernels[maker] = kernels[maker] is WeightGradientPlan plan ? plan with { Result = result } : result;
            first += Width(maker);
        }
        gradients = [.. left];
        return memory;
    }

    /// <summary>The plan for making a weight's gradient of its sums, which may be part of the kernel that takes these.</summary>
    private static WeightGradientResultPlan? ResultOf(CpuKernelPlan kernel) =>
        kernel as WeightGradientResultPlan ?? (kernel as WeightGradientPlan)?.Result;
}
