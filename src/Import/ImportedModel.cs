using Fusion.Import.Fold;

namespace Fusion.Import;

/// <summary>A model as a graph.</summary>
/// <param name="Weights">The tensors of the state dict by name, in the graph's order.</param>
/// <param name="Batch">The samples that the model takes at once; each of them is one of the network.</param>
public sealed record ImportedModel(
    Graph Graph, IReadOnlyDictionary<string, ConstantTensor> Weights, IReadOnlyList<Border> Inputs, IReadOnlyList<Border> Outputs,
    int Batch)
{
    /// <summary>Poolings, by the names of their results, whose only window is larger than the input.</summary>
    public IReadOnlyCollection<string> CutPools { get; init; } = [];

    /// <summary>Whether the file leaves the batch of all inputs open, and several samples were found to be independent: each has the result
    /// of its own, one after the other.</summary>
    public bool TakesBatches { get; init; }

    /// <summary>What a user should know, in whole sentences.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>How an input or output of the network relates to the model's.</summary>
/// <param name="Name">The name in the graph.</param>
/// <param name="ModelName">The name in the file.</param>
/// <param name="Dimensions">The model's dimensions, the batch included.</param>
/// <param name="Order">Which of the model's dimensions the network's are, without those of the size 1 and without the batch.</param>
public sealed record Border(string Name, string ModelName, int[] Dimensions, int[] Order, bool HasBatch)
{
    /// <summary>What the file says that it holds; floats are given for whatever that is.</summary>
    public Protocol.ElementType Type { get; init; }

    /// <summary>Whether the network.s dimensions, channels first, are the model.s behind the batch.</summary>
    public bool IsChannelsFirst => Order.Length <= 1
        || ((HasBatch || Dimensions[0] == 1) && Order.SequenceEqual([.. Enumerable.Range(2, Math.Max(0, Dimensions.Length - 2)), 1]));

    /// <summary>The model's elements in the network's order.</summary>
    public float[] ToNetwork(float[] model)
    {
        var result = new float[model.Length];
        Walk((from, to) => result[to] = model[from]);
        return result;
    }

    /// <summary>The network's elements in the model's order.</summary>
    public float[] ToModel(float[] network)
    {
        var result = new float[network.Length];
        Walk((from, to) => result[from] = network[to]);
        return result;
    }

    private void Walk(Action<int, int> visit)
    {
        int[] order = HasBatch ? [0, .. Order] : Order;
        int[] steps = ConstantTensor.Steps(Dimensions), sizes = [.. order.Select(axis => Dimensions[axis])];
        int[] inner = ConstantTensor.Steps(sizes);
        int count = Dimensions.Aggregate(1, (product, size) => product * size);
        for (int to = 0; to < count; to++)
        {
            int from = 0;
            for (int axis = 0, rest = to; axis < order.Length; rest %= inner[axis++]) from += rest / inner[axis] * steps[order[axis]];
            visit(from, to);
        }
    }
}
