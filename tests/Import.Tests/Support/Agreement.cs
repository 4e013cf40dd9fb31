using Fusion.Import.Cases;
using Fusion.Import.Fold;
using Fusion.Import.Protocol;
using Fusion.Import.Tests.Writing.Support;
using Fusion.Import.Writing;

namespace Fusion.Import.Tests.Support;

/// <summary>Holds an import against ONNX Runtime, and what is written against what was imported.</summary>
internal static class Agreement
{
    /// <summary>Fails where the model, imported, computes something else than ONNX Runtime, or its declaration something else than the
    /// import.</summary>
    public static ImportedModel Check(ModelFile file)
    {
        ModelValue input = file.Graph.Inputs[0];
        int[] shape = [.. input.Dimensions!.Select(dimension => (int)dimension.Size!)];
        var random = new Random(1);
        float[] values =
            [.. Enumerable.Range(0, shape.Aggregate(1, (product, size) => product * size)).Select(_ => random.NextSingle() * 4 - 2)];
        (float[] expected, int[] dimensions) = OnnxBytes.Run(file, values);
        ImportedModel model = ModelImporter.Import(file, new ImportOptions());
        GraphVerifier.Check(model.Graph);
        var set = new DataSet("", [ConstantTensor.OfFloats(shape, values)], [ConstantTensor.OfFloats(dimensions, expected)]);
        double largest = expected.Select(value => Math.Abs((double)value)).Max();
        Assert.Null(ReferenceRun.Check(model, set, [input.Name], relative: 1e-5, absolute: 1e-5 * largest));
        Written(model.Graph);
        return model;
    }

    /// <summary>Fails where the declaration that is written computes something else than the graph.</summary>
    public static void Written(Graph graph)
    {
        DeclarationText text = DeclarationWriter.Write(graph, new DeclarationOptions("Net"));
        Graph written = Assert.Single(FrontEnd.Graphs(FrontEnd.Compile(text.Text), "Net", allowWarnings: true));
        SameGraph.Compute(graph, written, text.Renames, text.Text);
    }
}
