using Fusion.Import.Fold;
using Fusion.Import.Protocol;
using Fusion.Import.Trace;

namespace Fusion.Import;

/// <summary>What is known while a model is imported.</summary>
public sealed class ImportSession
{
    private readonly Dictionary<string, List<ModelNode>> _consumers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _results;

    public ImportSession(ModelFile model, ImportOptions options, int batch)
    {
        Model = model;
        Options = options;
        Builder = new GraphBuilder(options.Name);
        Arranger = new Arranger(Builder, batch == 1 ? null : new Factor(batch));
        _results = [.. model.Graph.Outputs.Select(output => output.Name)];
        foreach (ModelNode node in model.Graph.Nodes)
        {
            foreach (string input in node.Inputs)
            {
                if (!_consumers.TryGetValue(input, out List<ModelNode>? consumers)) _consumers[input] = consumers = [];
                consumers.Add(node);
            }
        }
    }

    public ModelFile Model { get; }

    public ImportOptions Options { get; }

    /// <summary><see cref="ImportedModel.CutPools"/>.</summary>
    public HashSet<string> CutPools { get; } = [];

    public GraphBuilder Builder { get; }

    public Arranger Arranger { get; }

    /// <summary>Values by name.</summary>
    public Dictionary<string, ImportedValue> Values { get; } = new(StringComparer.Ordinal);

    /// <summary>The tensors of the state dict.</summary>
    public Dictionary<string, ConstantTensor> Weights { get; } = new(StringComparer.Ordinal);

    public ParameterNames Names { get; } = new();

    /// <summary>Nodes that were imported together with one before them.</summary>
    public HashSet<ModelNode> Done { get; } = new(ReferenceEqualityComparer.Instance);

    public bool IsRead(string value) => _results.Contains(value) || _consumers.ContainsKey(value);

    /// <summary>The only node that reads a value; null where there are others, or it is a result of the model.</summary>
    public ModelNode? SoleConsumer(string value) =>
        !_results.Contains(value) && _consumers.TryGetValue(value, out List<ModelNode>? consumers) && consumers.Count == 1
            ? consumers[0]
            : null;
}
