using System.Runtime.InteropServices;
using Fusion.Compiler.Graphs;
using Fusion.Import;
using Fusion.Import.Fold;
using Fusion.Import.Protocol;
using Fusion.Import.Writing;
using Fusion.Tool.InMemory;
using Fusion.Tool.Shell;
using Fusion.Tool.Weights;
using StoredTensor = Fusion.Tool.Weights.StoredTensor;

namespace Fusion.Tool.Models;

/// <summary>A model as a declaration, and its weights under the declaration's names.</summary>
internal sealed record ImportedNetwork(string ClassName, string Source, IReadOnlyDictionary<string, ConstantTensor> Weights,
    IReadOnlyList<ImportedModel> Sizes,
    bool IsChannelsFirst)
{
    public ImportedModel Model => Sizes[0];

    /// <summary>What the declaration calls its inputs.</summary>
    public IReadOnlyList<string> InputNames { get; private init; } = [];

    /// <summary>What it calls its results; one alone has no name there.</summary>
    public IReadOnlyList<string> OutputNames { get; private init; } = [];

    /// <summary>The weights in memory.</summary>
    public StateDict ToStateDict()
    {
        var weights = new StateDict();
        foreach (var (name, tensor) in Weights) weights.Add(name, tensor.Dimensions, tensor.ReadFloats());
        return weights;
    }

    /// <summary>The weights as they are written, of which one at a time is in memory.</summary>
    public IReadOnlyList<StoredTensor> ToStoredTensors() =>
        [.. Weights.Select(pair =>
            new StoredTensor(pair.Key, "F32", pair.Value.Dimensions, () =>
            MemoryMarshal.AsBytes(pair.Value.ReadFloats().AsSpan()).ToArray()))];

    /// <param name="constants">Inputs that are constants in the network.</param>
    /// <param name="origin">The file that a comment in the declaration names; empty for no comment.</param>
    /// <exception cref="ToolException">The model can't be imported, or not with these sizes.</exception>
    public static ImportedNetwork Create(
        ModelFile file, string className, string ns, IReadOnlyList<IReadOnlyDictionary<string, int[]>> sizes,
        IReadOnlyDictionary<string, ConstantTensor> constants, bool? channelsFirst = null, string origin = "")
    {
        try
        {
            foreach (string name in sizes.SelectMany(size => size.Keys))
                if (!file.Graph.Inputs.Any(input => input.Name == name)) throw ConstantOption.Unknown(file, name);
            ImportedModel[] models = [.. sizes.Select(size => Import(size, []))];
            HashSet<string> cut = [.. models.SelectMany(model => model.CutPools)];
            if (models.Length > 1 && cut.Count > 0) models = [.. sizes.Select(size => Import(size, cut))];
            return Of(models, className, ns, channelsFirst, origin);
        }
        catch (ImportException exception)
        {
            throw new ToolException(exception.Message, exception);
        }

        ImportedModel Import(IReadOnlyDictionary<string, int[]> shapes, HashSet<string> ceilPools) =>
            ModelImporter.Import(file,
                new ImportOptions
                {
                    Name = className,
                    Shapes = shapes,
                    Constants = constants,
                    CeilPools = ceilPools,
                    IsOnlySize = sizes.Count == 1,
                });
    }

    /// <inheritdoc cref="Create"/>
    public static ImportedNetwork Of(
        IReadOnlyList<ImportedModel> models, string className, string ns, bool? channelsFirst = null, string origin = "")
    {
        bool fits = models.All(model => model.Inputs.Concat(model.Outputs).All(border => border.IsChannelsFirst));
        if (channelsFirst == true && !fits)
        {
            throw new ToolException(
                "An input or result of the model is not [batch, channels, …], so that --layout nchw can't have all of them as "
                + "the model has them. Leave it out.");
        }

        bool isFirst = channelsFirst ?? fits;
        try
        {
            bool moves = isFirst && models[0].Inputs.Concat(models[0].Outputs).Any(border => border.Order.Length > 1);
            Graph[] graphs = [.. models.Select(model => moves ? model.Graph with { Layout = Compiler.Layout.Nchw } : model.Graph)];
            DeclarationText text = DeclarationWriter.Write(graphs[0], new DeclarationOptions(className)
            {
                Namespace = ns,
                Origin = origin,
                Notes = [.. models.SelectMany(model => model.Notes).Distinct()],
                MoreSizes = [.. graphs.Skip(1)],
            });
            var weights = models[0].Weights.ToDictionary(pair => text.Renames.GetValueOrDefault(pair.Key, pair.Key), pair => pair.Value);
            var network = new ImportedNetwork(className, text.Text, weights, models, isFirst)
            {
                InputNames = text.InputNames,
                OutputNames = text.OutputNames.Count > 0 ? text.OutputNames : [DeclarationText.OnlyOutput],
            };
            network.Check(ns, text.Renames);
            return network;
        }
        catch (DeclarationException exception)
        {
            throw new ToolException($"The model can't be written as a declaration: {exception.Message}", exception);
        }
    }

    /// <summary>What was written is read again: it must be the same network at every size.</summary>
    private void Check(string ns, IReadOnlyDictionary<string, string> renames)
    {
        string title = ns.Length > 0 ? $"{ns}.{ClassName}" : ClassName;
        IReadOnlyList<Graph> graphs;
        try
        {
            graphs = new InMemoryProject([(Source, ClassName + ".cs")]).Graphs(title);
        }
        catch (ToolException exception) when (Sizes.Count > 1)
        {
            throw new ToolException($"One declaration does not hold for all of these sizes: {exception.Message} Import them one by one.",
                exception);
        }

        for (int i = 0; i < graphs.Count; i++)
        {
            if (SameNetwork.Check(Sizes[i].Graph, graphs[i], renames, Sizes[i].Weights)) continue;
            throw new ToolException(Sizes.Count > 1
                ? "The model is another network at each of these sizes. Import them one by one."
                : "The declaration that was written is not the model's graph: this is a defect of the importer.");
        }
    }
}
