namespace Fusion.Compiler.Differentiate;

/// <summary>A training as it is declared.</summary>
/// <param name="Frozen">The paths of layers that are not trained.</param>
public sealed record TrainingSpec(
    int Samples, EquatableArray<LossSpec> Losses, Optimizer? Optimizer, EquatableArray<string> Frozen, double StatisticsMomentum)
{
    /// <summary>The recipe for a network.</summary>
    /// <param name="teacher">The teacher; null where there is none, and the step is given what one would say.</param>
    /// <exception cref="DifferentiationException">The declaration does not fit the network, or the teacher does not.</exception>
    public TrainingRecipe Resolve(Graph network, Graph? teacher = null)
    {
        if (teacher is not null) CheckTeacher(new Teaching(network, teacher));
        if (Samples < 1) throw new DifferentiationException($"Batch is {Samples}, but a step needs at least one sample.", -1);
        if (Losses.Count == 0)
            throw new DifferentiationException("there is no loss; put one on the class, such as [CrossEntropy] or [MeanSquaredError].", -1);
        if (Optimizer is null)
            throw new DifferentiationException(
                "there is no optimiser; put one on the class, such as [Sgd(Momentum = 0.9)] or [AdamW(WeightDecay = 0.01)].", -1);
        foreach (string path in Frozen)
        {
            if (!network.Parameters.Any(parameter => new FrozenLayers([path]).Contains(parameter.Name)))
                throw new DifferentiationException($"the layer '{path}' is to be frozen, but the network has no parameters there.", -1);
        }
        return new TrainingRecipe(Samples, [.. Losses.Select(loss => Resolve(network, loss))], Optimizer)
        {
            Frozen = new FrozenLayers(Frozen),
            StatisticsMomentum = StatisticsMomentum,
        };
    }

    /// <summary>The classes that an input's labels tell apart; 0 where it has none.</summary>
    public int ClassesOf(Graph network, string input) =>
        Losses.Where(loss => loss.Target == LossTarget.Label && NameOf(network, loss) == input)
            .Select(loss => network.Nodes[OutputOf(network, loss).Node].Shape.Channels).FirstOrDefault();

    /// <summary>The inputs of the step that results of the teacher are for.</summary>
    public IEnumerable<(string Input, string Result)> FromTeacher(Teaching teaching) => OfTeacher
        .Select(loss => (NameOf(teaching.Student, loss), teaching.ResultFor(OutputOf(teaching.Student, loss), loss.Name).Name)).Distinct();

    private IEnumerable<LossSpec> OfTeacher => Losses.Where(loss => loss.Target == LossTarget.Teacher);

    private void CheckTeacher(Teaching teaching)
    {
        teaching.CheckInputs();
        foreach (LossSpec loss in OfTeacher) teaching.ResultFor(OutputOf(teaching.Student, loss), loss.Name);
        if (!OfTeacher.Any())
            throw new DifferentiationException(
                $"no loss compares {teaching.Student.Name} with its teacher {teaching.Teacher.Name}; put one on the class, such as "
                + "[SoftLabels], or leave the teacher out.", -1);
    }

    private LossTerm Resolve(Graph network, LossSpec loss)
    {
        GraphOutput output = OutputOf(network, loss);
        Shape shape = network.Nodes[output.Node].Shape;
        Shape given = loss.Target == LossTarget.Label ? shape.WithChannels(1) : shape;
        return new LossTerm(
            loss.Name, loss.Loss, [new LossOperand(output.Name), new LossOperand(NameOf(network, loss), given)], loss.Weight);
    }

    /// <summary>The input's name, with that of the result where losses look at several.</summary>
    private string NameOf(Graph network, LossSpec loss)
    {
        string output = OutputOf(network, loss).Name;
        bool isAmbiguous = Losses.Any(other => other.Input == loss.Input && OutputOf(network, other).Name != output);
        return isAmbiguous ? loss.Input + char.ToUpperInvariant(output[0]) + output.Substring(1) : loss.Input;
    }

    private static GraphOutput OutputOf(Graph network, LossSpec loss)
    {
        string all = string.Join(", ", network.Outputs.Select(output => $"'{output.Name}'"));
        if (loss.Output is null)
            return network.Outputs.Count == 1 ? network.Outputs[0] : throw new DifferentiationException(
                $"the loss {loss.Name} does not say which of the results {all} it looks at; give its Output.", -1);
        return network.Outputs.FirstOrDefault(output => output.Name == loss.Output) ?? throw new DifferentiationException(
            $"the loss {loss.Name} looks at '{loss.Output}', but the network's results are {all}.", -1);
    }
}
