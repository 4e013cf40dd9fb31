using Fusion.Compiler.Graphs;
using Fusion.Import;
using Fusion.Import.Protocol;
using Fusion.Tool.Models;
using Fusion.Tool.Shell;

namespace Fusion.Tool.Inspect;

/// <summary>ONNX models: operators, inputs and results, and what importing makes of them.</summary>
internal sealed class ModelInspector : IInspector
{
    /// <summary>The first field of an ONNX file is the version of its format, a small number.</summary>
    private const byte FirstField = 8, NewestFormat = 64;

    public bool Fits(ReadOnlySpan<byte> start, long length) =>
        start.Length > 2 && start[0] == FirstField && start[1] is > 0 and < NewestFormat;

    public void Inspect(string path, InspectOptions options, Terminal terminal)
    {
        ModelFile model = ModelFiles.Read(path);
        var operators = model.Graph.Nodes.GroupBy(node => node.Operator).OrderByDescending(group => group.Count())
            .ThenBy(group => group.Key)
            .Select(group => (Name: group.Key, Count: group.Count())).ToList();
        long elements = model.Graph.Initializers.Values.Sum(tensor => tensor.Elements);
        ImportedModel? imported = null;
        string problem = "";
        try
        {
            imported = ModelImporter.Import(model, new ImportOptions
            {
                Name = ClassNames.Of(ModelFiles.Title(path)),
                Shapes = options.Inputs.Shapes,
                Constants = ConstantOption.For(model, options.Inputs.Constants, options.Inputs.Shapes),
            });
        }
        catch (ImportException exception)
        {
            problem = exception.Message;
        }

        if (options.AsJson)
        {
            terminal.Json(new
            {
                file = path,
                kind = "model",
                format = "ONNX",
                opset = model.Opset,
                producer = model.Producer,
                inputs = model.Graph.Inputs.Select(Value),
                outputs = model.Graph.Outputs.Select(Value),
                operators = operators.Select(entry => new { name = entry.Name, count = entry.Count }),
                initializers = model.Graph.Initializers.Count,
                elements,
                parameters = imported?.Graph.ParameterCount,
                multiplyAdds = imported?.Graph.MultiplyAdds,
                problem,
                notes = imported?.Notes ?? [],
            });
            return;
        }

        terminal.Line(
            $"{path}: ONNX, opset {model.Opset}, {model.Graph.Nodes.Count:N0} nodes, {model.Graph.Initializers.Count:N0} tensors of "
            + $"{elements:N0} values{(model.Producer.Length > 0 ? $", written by {model.Producer}" : "")}");
        foreach (ModelValue value in model.Graph.Inputs) terminal.Line($"input {Value(value)}");
        foreach (ModelValue value in model.Graph.Outputs) terminal.Line($"result {Value(value)}");
        terminal.Table(["operator", ">nodes"], operators.Select(entry => (IReadOnlyList<string>)[entry.Name, $"{entry.Count:N0}"]));
        if (imported is null)
        {
            terminal.Note(problem);
            return;
        }

        terminal.Line($"Imported: {imported.Graph.ParameterCount:N0} parameters, {imported.Graph.MultiplyAdds:N0} multiply-adds.");
        terminal.Line();
        terminal.Line(Plan(imported.Graph));
        foreach (string note in imported.Notes) terminal.Note(note);
    }

    private static string Value(ModelValue value) =>
        $"{value.Name} {value.Type} [{(value.Dimensions is null ? "?" : string.Join(", ", value.Dimensions))}]";

    /// <summary>The network layer by layer.</summary>
    private static string Plan(Graph graph) => GraphText.Print(graph);
}
