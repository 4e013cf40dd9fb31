using System.ComponentModel;

namespace Fusion.Training;

/// <summary>What a training begins with. For generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class TrainingState
{
    private TrainingState(StateDict tensors, long stepCount)
    {
        Tensors = tensors;
        StepCount = stepCount;
    }

    internal StateDict Tensors { get; }

    internal long StepCount { get; }

    /// <summary>Random weights by He initialisation, and an optimiser that has seen nothing.</summary>
    public static TrainingState Random(NetworkInfo info, int seed) => new(NetworkWeights.Initialize(info, seed), 0);

    /// <summary>Given weights of the network, and an optimiser that has seen nothing.</summary>
    public static TrainingState From(NetworkInfo info, StateDict weights)
    {
        ArgumentNullException.ThrowIfNull(info);
        ArgumentNullException.ThrowIfNull(weights);
        var state = new StateDict();
        foreach (WeightTensor tensor in weights.Tensors)
            if (tensor.IsFloat) state.Add(tensor.Name, tensor.Dimensions, tensor.Values.ToArray());
        foreach (ParameterInfo parameter in info.Parameters)
            if (parameter.Kind == ParameterKind.OptimizerState && !state.TryGet(parameter.Name, out _))
                state.Add(parameter.Name, parameter.Dimensions, new float[parameter.Elements]);
        return new TrainingState(state, 0);
    }

    /// <summary>A checkpoint, to go on from there with the same bits.</summary>
    /// <exception cref="WeightsException">The file is damaged, or no checkpoint of this training.</exception>
    public static TrainingState Resume(NetworkInfo info, string path)
    {
        ArgumentNullException.ThrowIfNull(info);
        StateDict state = StateDict.Load(path);
        return new TrainingState(state, Checkpoint.StepCount(state, info.Name, path));
    }
}
