using Fusion.Import.Fold;

namespace Fusion.Import;

/// <summary>How a model is imported.</summary>
public sealed record ImportOptions
{
    /// <summary>The graph's name.</summary>
    public string Name { get; init; } = "Network";

    /// <summary>Shapes of inputs by name, the batch first, for those whose file leaves them open.</summary>
    public IReadOnlyDictionary<string, int[]> Shapes { get; init; } = new Dictionary<string, int[]>();

    /// <summary>Inputs of the model that are no inputs of the network, but known.</summary>
    public IReadOnlyDictionary<string, ConstantTensor> Constants { get; init; } = new Dictionary<string, ConstantTensor>();

    /// <summary>Whether the last dimension of inputs is the channels, and not the first behind the batch.</summary>
    public bool ChannelsLast { get; init; }

    /// <summary>Whether the network has no other sizes than these shapes.</summary>
    public bool IsOnlySize { get; init; } = true;

    /// <summary>Poolings, by the names of their results, that count a window which is not filled: some other size of the network needs
    /// it.</summary>
    public IReadOnlySet<string> CeilPools { get; init; } = new HashSet<string>();
}
