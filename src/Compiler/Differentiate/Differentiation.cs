namespace Fusion.Compiler.Differentiate;

/// <summary>Makes the graph of a training step from that of a network.</summary>
public static class Differentiation
{
    /// <param name="network">For one sample.</param>
    /// <param name="samples">How many samples a batch has.</param>
    /// <param name="losses">What is to become small; their sum.</param>
    /// <param name="frozen">Layers that are not trained.</param>
    /// <param name="givenGradients">Outputs of the network whose gradients are inputs of the step, <c>gradient.{output}</c>.</param>
    /// <param name="wantedInputs">Inputs, of the network or of a loss, whose gradients are results, too.</param>
    /// <param name="weightInput">The input of one number that takes the place of every term's weight; null where they are
    /// constants.</param>
    /// <exception cref="DifferentiationException">The network cannot be trained as it is declared.</exception>
    public static TrainingGraph Run(
        Graph network, int samples, IReadOnlyList<LossTerm> losses, FrozenLayers? frozen = null,
        IReadOnlyCollection<string>? wantedInputs = null, IReadOnlyCollection<string>? givenGradients = null,
        string? weightInput = null)
    {
        frozen ??= FrozenLayers.None;
        var builder = new GraphBuilder(network.Name + " training");
        var forward = new BatchForward(builder, samples, frozen);
        int[] values = forward.Append(network);
        int[] terms = [.. AppendLosses(builder, samples, network, values, losses)];
        int? weight = weightInput is null ? null : builder.Input(weightInput, 1);

        Node[] inputs = [.. builder.Nodes.Where(node => node.Operation is Input input && wantedInputs?.Contains(input.Name) == true)];
        var activity = new Activity([.. builder.Nodes], name => !frozen.Contains(name), [.. inputs.Select(node => node.Id)]);
        var sweep = new ReverseSweep(builder, activity);
        var given = network.Outputs.Where(output => givenGradients?.Contains(output.Name) == true)
            .Select(output => (values[output.Node], builder.Input("gradient." + output.Name,
                [.. builder[values[output.Node]].Shape.Dimensions]))).ToList();
        sweep.Run([.. given, .. terms.Zip(losses, (term, loss) =>
            (term, weight ?? builder.Add(new Constant(loss.Weight), [], "loss." + loss.Name)))]);

        foreach (GraphOutput output in network.Outputs) builder.Output(output.Name, values[output.Node]);
        for (int i = 0; i < terms.Length; i++) builder.Output("loss." + losses[i].Name, terms[i]);
        string[] trained = [.. network.Parameters.Select(parameter => parameter.Name).Where(sweep.Parameters.ContainsKey)];
        foreach (string name in trained) builder.Output("gradient." + name, sweep.Parameters[name]);
        foreach (Node input in inputs)
            if (sweep.Of(input.Id) is { } gradient) builder.Output("gradient." + ((Input)input.Operation).Name, gradient);
        string[] norms = [.. forward.Statistics.Select(use => use.Path).Distinct()];
        foreach (string path in norms)
        {
            int[] uses = [.. forward.Statistics.Where(use => use.Path == path).Select(use => use.Node)];
            for (int use = 0; use < uses.Length; use++) builder.Output(TrainingGraph.StatisticsName(path, use), uses[use]);
        }
        return new TrainingGraph(builder.Build(), samples, trained.ToEquatableArray(),
            norms.ToEquatableArray(), forward.Numbers);
    }

    /// <summary>The losses alone, of the network as it runs in training: its outputs are the terms, as <c>loss.{name}</c>.</summary>
    /// <inheritdoc cref="Run" path="/param"/>
    /// <exception cref="DifferentiationException">The network cannot be trained as it is declared.</exception>
    public static Graph Forward(Graph network, int samples, IReadOnlyList<LossTerm> losses) =>
        Forward(network, losses, builder => new BatchForward(builder, samples, FrozenLayers.None), samples, []);

    /// <summary>The results and the losses of the network as it runs when it is trained: its outputs are the network's by their names, and
    /// the terms, as <c>loss.{name}</c>.</summary>
    /// <inheritdoc cref="Run" path="/param"/>
    /// <exception cref="DifferentiationException">The network cannot be trained as it is declared.</exception>
    public static Graph Evaluation(Graph network, int samples, IReadOnlyList<LossTerm> losses, FrozenLayers frozen) => Forward(
        network, losses, builder => new BatchForward(builder, samples, frozen) { IsEvaluation = true }, samples, network.Outputs);

    private static Graph Forward(
        Graph network, IReadOnlyList<LossTerm> losses, Func<GraphBuilder, BatchForward> forward, int samples,
        IEnumerable<GraphOutput> results)
    {
        var builder = new GraphBuilder(network.Name + " losses");
        int[] values = forward(builder).Append(network);
        int[] terms = [.. AppendLosses(builder, samples, network, values, losses)];
        foreach (GraphOutput output in results) builder.Output(output.Name, values[output.Node]);
        for (int i = 0; i < terms.Length; i++) builder.Output("loss." + losses[i].Name, terms[i]);
        return builder.Build();
    }

    private static IEnumerable<int> AppendLosses(
        GraphBuilder builder, int samples, Graph network, int[] values, IReadOnlyList<LossTerm> losses)
    {
        var given = new Dictionary<string, int>();
        foreach (LossTerm loss in losses)
        {
            int[] operands = [.. loss.Operands.Select(Find)];
            yield return builder.Add(loss.Loss, operands, loss.Name);
        }

        int Find(LossOperand operand)
        {
            if (operand.Given is null) return values[NodeOf(network, operand.Name)];
            if (given.TryGetValue(operand.Name, out int id)) return id;
            // The network itself may read it: a teacher's features, through a connector.
            if (network.Inputs.FirstOrDefault(node => ((Input)node.Operation).Name == operand.Name) is { } own) return values[own.Id];
            Shape shape = operand.IsShared ? operand.Given : Batched.Of(operand.Given, samples);
            given.Add(operand.Name, id = builder.Input(operand.Name, [.. shape.Dimensions]));
            return id;
        }
    }

    private static int NodeOf(Graph network, string name) =>
        network.Outputs.FirstOrDefault(output => output.Name == name)?.Node ?? network.Taps.First(tap => tap.Name == name).Node;
}
