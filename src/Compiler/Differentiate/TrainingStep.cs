namespace Fusion.Compiler.Differentiate;

/// <summary>Makes the graph of a whole training step: forward, losses, gradients and updates.</summary>
public static class TrainingStep
{
    /// <summary>The name of the input with the numbers of the step: see <see cref="StepNumbers"/>.</summary>
    public const string NumbersName = "step";

    /// <summary>The name of the result that says whether the step has changed anything: see <see cref="StepGuard"/>.</summary>
    public const string GuardName = "guard";

    /// <summary>
    /// The graph's inputs are the network's, those of the losses, and <see cref="NumbersName"/>; its outputs the network's,
    /// <see cref="GuardName"/>, and each term of the loss as <c>loss.{name}</c>. Parameters, running statistics and what the optimiser
    /// keeps are stored.
    /// </summary>
    /// <exception cref="DifferentiationException">The network cannot be trained as it is declared.</exception>
    public static Graph Build(Graph network, TrainingRecipe recipe)
    {
        if (network.Outputs.Any(output => output.Name == GuardName))
            throw new DifferentiationException(
                $"a result of the network is called '{GuardName}', as one of the step's own is; rename it.", -1);
        TrainingGraph training = Differentiation.Run(network, recipe.Samples, recipe.Losses, recipe.Frozen);
        return Build(network, training, recipe, recipe.Optimizer, [.. network.Outputs.Select(output => output.Name)]);
    }

    /// <summary>
    /// The graph of a batch's results and losses without a step, of the network as it runs: its inputs are those of the step but for
    /// <see cref="NumbersName"/>, its outputs those of the step but for <see cref="GuardName"/>, in the same order.
    /// </summary>
    /// <exception cref="DifferentiationException">The network cannot be trained as it is declared.</exception>
    public static Graph BuildEvaluation(Graph network, TrainingRecipe recipe) =>
        Differentiation.Evaluation(network, recipe.Samples, recipe.Losses, recipe.Frozen);

    /// <param name="optimizer">Null where parameters stay as they are.</param>
    /// <param name="results">Which of the training graph's outputs are the step's, before the guard and the terms.</param>
    internal static Graph Build(
        Graph network, TrainingGraph training, TrainingRecipe recipe, Optimizer? optimizer, IReadOnlyList<string> results)
    {
        var builder = new GraphBuilder(network.Name + " training");
        int[] values = Copy(training, builder, optimizer is not null, out int numbers);
        var outputs = training.Graph.Outputs.ToDictionary(output => output.Name, output => values[output.Node]);
        var parameters = network.Parameters.ToDictionary(parameter => parameter.Name);
        int[] gradients = [.. training.Trained.Select(name => outputs["gradient." + name])];
        int[] terms = [.. recipe.Losses.Select(loss => outputs["loss." + loss.Name])];

        var guard = new StepGuard(terms.Length, gradients.Length, optimizer?.Clip ?? 0);
        int scale = builder.Add(guard, [.. terms, .. gradients, .. training.Norms.SelectMany(StatisticsOf)], GuardName);
        for (int i = 0; optimizer is not null && i < gradients.Length; i++)
        {
            string name = training.Trained[i];
            int updated = optimizer.Append(builder, parameters[name], gradients[i], [numbers, scale]);
            WeightProjection? projection = network.Constraints.FirstOrDefault(other => other.Projection.Target == name)?.Projection;
            builder.Store(name, projection is null ? updated : builder.Add(projection, [updated, scale], name));
        }
        foreach (string path in training.Norms) AppendStatistics(builder, path, [.. StatisticsOf(path)], scale, recipe);

        foreach (string name in results) builder.Output(name, outputs[name]);
        builder.Output(GuardName, scale);
        foreach (LossTerm loss in recipe.Losses) builder.Output("loss." + loss.Name, outputs["loss." + loss.Name]);
        return builder.Build();

        IEnumerable<int> StatisticsOf(string path)
        {
            for (int use = 0; outputs.TryGetValue(TrainingGraph.StatisticsName(path, use), out int node); use++) yield return node;
        }
    }

    /// <summary>Inputs first, and the numbers of the step as the last of them, where the network or its optimiser reads them.</summary>
    /// <returns>The value that takes the place of each.</returns>
    private static int[] Copy(TrainingGraph training, GraphBuilder builder, bool needsNumbers, out int numbers)
    {
        int[] values = new int[training.Graph.Nodes.Count];
        foreach (Node node in training.Graph.Inputs)
            if (node.Id != training.Numbers) values[node.Id] = Append(node);
        numbers = needsNumbers || training.Numbers is not null ? builder.Input(NumbersName, StepNumbers.Count) : -1;
        if (training.Numbers is { } read) values[read] = numbers;
        foreach (Node node in training.Graph.Nodes)
            if (node.Operation is not Input) values[node.Id] = Append(node);
        return values;

        int Append(Node node) => builder.Add(node.Operation, node.Inputs.Select(id => values[id]), node.Name, node.Origin);
    }

    /// <param name="uses">The batch's statistics for each use of the norm.</param>
    private static void AppendStatistics(GraphBuilder builder, string path, int[] uses, int guard, TrainingRecipe recipe)
    {
        var norm = new BatchNorm(path);
        Add(norm.MeanName, 0, _ => 1);
        Add(norm.VarianceName, 1, Correction);

        void Add(string target, int row, Func<int, double> factor) => builder.Store(target,
            builder.Add(new RunningAverage(target, row, recipe.StatisticsMomentum, uses.Select(factor).ToEquatableArray()),
                [.. uses, guard], target));

        // Of a sample's variance, unlike of the batch's own.
        double Correction(int use)
        {
            long positions = builder[builder[use].Inputs[0]].Shape.Pixels;
            return (double)positions / (positions - 1);
        }
    }
}
