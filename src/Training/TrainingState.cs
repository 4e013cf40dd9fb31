using System.ComponentModel;

namespace Fusion.Training;

/// <summary>What a training begins with. For generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class TrainingState
{
    /// <summary>The prefix of what optimisers keep, which a checkpoint has and weights have not.</summary>
    private const string Optimizer = "optimizer.";

    private TrainingState(StateDict tensors, int seed, long stepCount = 0)
    {
        Tensors = tensors;
        Seed = seed;
        StepCount = stepCount;
    }

    internal StateDict Tensors { get; }

    internal long StepCount { get; }

    /// <summary>What dropout's random numbers begin with.</summary>
    internal int Seed { get; }

    /// <summary>Random weights by He initialisation, and an optimiser that has seen nothing.</summary>
    public static TrainingState Random(NetworkInfo info, int seed, TrainingInfo training) =>
        new(InitialWeights.WithBiases(NetworkWeights.InitializeToPack(info, seed), info, seed, training), seed);

    /// <summary>Given weights of the network, and an optimiser that has seen nothing. What is trained beside the network may be among them,
    /// or begins with random weights; the seed is theirs, and dropout's. Of a checkpoint, connectors of alignments that this training does
    /// not have are left out.</summary>
    public static TrainingState From(NetworkInfo info, StateDict weights, int seed, TrainingInfo training)
    {
        ArgumentNullException.ThrowIfNull(info);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(training);
        var state = new StateDict();
        string[] gone = [.. Checkpoint.ConnectorsOf(weights).Except(training.Connectors)];
        foreach (WeightTensor tensor in weights.Tensors)
            if (tensor.IsFloat && !tensor.Name.StartsWith(Optimizer, StringComparison.Ordinal)
                && (!TrainingInfo.IsConnectors(tensor.Name, gone) || Has(info, tensor.Name))) state.Add(tensor);
        foreach (ParameterInfo parameter in info.Parameters)
            if (parameter.Kind == ParameterKind.OptimizerState)
                state.Add(parameter.Name, parameter.Dimensions, new float[parameter.Elements]);
        if (training.Connectors.Count > 0)
        {
            foreach (WeightTensor tensor in InitialWeights.WithBiases(NetworkWeights.Initialize(info, seed), info, seed, training).Tensors)
                if (TrainingInfo.IsConnectors(tensor.Name, training.Connectors) && !state.TryGet(tensor.Name, out _))
                    state.Add(tensor.Name, tensor.Dimensions, tensor.Values.ToArray());
        }
        return new TrainingState(state, seed);
    }

    /// <summary>The same for an alignment: of the connectors of several alignments its own. Where its own are not there, all of them are
    /// left for the message.</summary>
    internal TrainingState OfAlignment(NetworkInfo info)
    {
        string[] own = [info.Name];
        if (!Tensors.Tensors.Any(tensor => TrainingInfo.IsConnectors(tensor.Name, own))) return this;
        var state = new StateDict();
        foreach (WeightTensor tensor in Tensors.Tensors)
            if (TrainingInfo.IsConnectors(tensor.Name, own) || Has(info, tensor.Name)) state.Add(tensor);
        return new TrainingState(state, Seed, StepCount);
    }

    private static bool Has(NetworkInfo info, string parameter) => info.Parameters.Any(each => each.Name == parameter);

    /// <summary>The same with weights that keep to what is declared of them: the nearest ones.</summary>
    /// <exception cref="WeightsException">There are none: rows that are to be orthogonal are not independent.</exception>
    public unsafe TrainingState Projected(TrainingInfo training)
    {
        ArgumentNullException.ThrowIfNull(training);
        var state = new StateDict();
        foreach (WeightTensor tensor in Tensors.Tensors)
        {
            float[] values = tensor.Values.ToArray();
            // Of weights of another size the constructor speaks.
            WeightProjection? own = training.Projections.FirstOrDefault(projection =>
                projection.Parameter == tensor.Name && projection.Elements == values.Length);
            fixed (float* weights = values)
            {
                if (own?.Apply(weights) == false)
                    throw new WeightsException(
                        $"{tensor.Name}: its rows are to be orthogonal, but they are not independent, so that none are the nearest; begin "
                        + "with other weights, such as random ones.");
            }
            state.Add(tensor.Name, tensor.Dimensions, values);
        }
        return new TrainingState(state, Seed, StepCount);
    }

    /// <summary>A checkpoint, to go on from there with the same bits.</summary>
    /// <exception cref="WeightsException">The file is damaged, or no checkpoint of this training.</exception>
    public static TrainingState Resume(NetworkInfo info, string path, TrainingInfo training)
    {
        ArgumentNullException.ThrowIfNull(info);
        ArgumentNullException.ThrowIfNull(training);
        StateDict state = StateDict.Load(path);
        var (steps, seed) = Checkpoint.Read(state, info, training, path);
        return new TrainingState(state, seed, steps);
    }
}
