using Fusion.Import.Fold;
using Fusion.Import.Protocol;
using Fusion.Import.Trace;

namespace Fusion.Import;

/// <summary>What is known while a model is imported.</summary>
public sealed class ImportSession
{
    private readonly Dictionary<string, List<ModelNode>> _consumers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _results, _outer;
    private readonly HashSet<(string Name, bool IsInput)> _borders = [];

    public ImportSession(ModelFile model, ImportOptions options, int batch)
    {
        Model = model;
        Options = options;
        Builder = new GraphBuilder(options.Name);
        Arranger = new Arranger(Builder, batch == 1 ? null : new Factor(batch));
        _results = [.. model.Graph.Outputs.Select(output => output.Name)];
        _outer = model.Graph.OwnNames;
        Walk = new NodeWalk(this);
        AddConsumers(model.Graph.Nodes);
    }

    public ModelFile Model { get; }

    public ImportOptions Options { get; }

    /// <summary><see cref="ImportedModel.CutPools"/>.</summary>
    public HashSet<string> CutPools { get; } = [];

    public GraphBuilder Builder { get; }

    public Arranger Arranger { get; }

    /// <summary>Whether the model is imported only to see whether the samples of a batch are independent.</summary>
    public bool IsCheck { get; init; }

    /// <summary>Results whose first dimension is not the batch, or does not begin with it.</summary>
    public List<string> Interleaved { get; } = [];

    /// <summary>Values by name.</summary>
    public Dictionary<string, ImportedValue> Values { get; } = new(StringComparer.Ordinal);

    /// <summary>The tensors of the state dict.</summary>
    public Dictionary<string, ConstantTensor> Weights { get; } = new(StringComparer.Ordinal);

    public ParameterNames Names { get; } = new();

    /// <summary>Goes over the nodes.</summary>
    internal NodeWalk Walk { get; }

    /// <summary>Nodes that were imported together with one before them.</summary>
    public HashSet<ModelNode> Done { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>Makes the constants of the model, or of a branch of it, known.</summary>
    /// <exception cref="ImportException">One holds strings.</exception>
    public void AddInitializers(ModelGraph graph)
    {
        foreach (var (name, tensor) in graph.Initializers)
            Values[name] = tensor.Type == ElementType.String
                ? throw new ImportException($"The initializer '{name}' holds strings.")
                : ConstantTensor.Of(tensor);
    }

    /// <summary>Makes a graph that lies in a node a part of the model. Values of another branch may have had the same names.</summary>
    public void Enter(ModelGraph branch)
    {
        foreach (string name in branch.OwnNames)
        {
            Values.Remove(name);
            _consumers.Remove(name);
            _results.Remove(name);
        }

        _results.UnionWith(branch.Outputs.Select(output => output.Name));
        AddConsumers(branch.Nodes);
        AddInitializers(branch);
    }

    /// <summary>Whether a value is of the model's own graph, and not of a branch in it.</summary>
    public bool IsOuter(string value) => _outer.Contains(value);

    /// <summary>A name that no other input, or no other result, has: two of the model's may be the same identifier.</summary>
    public string Unique(string name, bool isInput)
    {
        string unique = name;
        for (int number = 2; !_borders.Add((unique, isInput)); number++) unique = $"{name}_{number}";
        return unique;
    }

    public bool IsRead(string value) => _results.Contains(value) || _consumers.ContainsKey(value);

    /// <summary>The only node that reads a value; null where there are others, or it is a result of the model.</summary>
    public ModelNode? SoleConsumer(string value) =>
        !_results.Contains(value) && _consumers.TryGetValue(value, out List<ModelNode>? consumers) && consumers.Count == 1
            ? consumers[0]
            : null;

    private void AddConsumers(IEnumerable<ModelNode> nodes)
    {
        foreach (ModelNode node in nodes)
        {
            // A node may read a value twice, and then does so as two.
            foreach (string value in node.Inputs.Concat(node.Reads.Except(node.Inputs)))
            {
                if (!_consumers.TryGetValue(value, out List<ModelNode>? consumers)) _consumers[value] = consumers = [];
                consumers.Add(node);
            }
        }
    }
}
