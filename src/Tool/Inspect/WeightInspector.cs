using Fusion.Tool.Shell;
using Fusion.Tool.Weights;
using Fusion.Tool.Weights.Numpy;
using Fusion.Tool.Weights.Safetensors;

namespace Fusion.Tool.Inspect;

/// <summary>Weights: the names, types and shapes of the tensors.</summary>
internal sealed class WeightInspector : IInspector
{
    public bool Fits(ReadOnlySpan<byte> start, long length) =>
        start.StartsWith("PK\u0003\u0004"u8) || NumpyFile.Is(start) || SafetensorsFile.IsLikely(start, length);

    public void Inspect(string path, InspectOptions options, Terminal terminal)
    {
        using WeightFile file = WeightFile.Open(path, options.Key);
        long elements = file.Tensors.Sum(tensor => tensor.Elements), bytes = file.Tensors.Sum(tensor => tensor.Bytes);
        if (options.AsJson)
        {
            terminal.Json(new
            {
                file = path,
                kind = "weights",
                format = file.Format,
                elements,
                bytes,
                metadata = file.Metadata,
                notes = file.Notes,
                tensors = file.Tensors.Select(TensorSummary.Of),
            });
            return;
        }
        terminal.Line($"{path}: {file.Format}, {file.Tensors.Count:N0} tensors, {elements:N0} values, {bytes:N0} bytes");
        terminal.Table(["tensor", "type", "shape", ">values"], file.Tensors.Select(tensor =>
            (IReadOnlyList<string>)[tensor.Name, tensor.DataType, $"[{string.Join(", ", tensor.Dimensions)}]", $"{tensor.Elements:N0}"]));
        foreach ((string key, string value) in file.Metadata) terminal.Line($"{key}: {value}");
        foreach (string note in file.Notes) terminal.Note(note);
    }
}
