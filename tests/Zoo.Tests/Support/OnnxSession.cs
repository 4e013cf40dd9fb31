using Fusion.Compiler.Graphs;
using Fusion.Compiler.Onnx;
using Fusion.Compiler.Operations;
using Microsoft.ML.OnnxRuntime;

namespace Fusion.Zoo.Tests;

/// <summary>A network in ONNX Runtime, exported from its graph.</summary>
internal sealed class OnnxSession : IDisposable
{
    private readonly Graph _graph;
    private readonly InferenceSession _session;

    public OnnxSession(NetworkInfo info, int variant, StateDict weights)
    {
        _graph = GraphText.Parse(info.Variants[variant].Graph);
        using var options =
            new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        _session = new InferenceSession(OnnxExporter.Export(_graph, name => weights[name].Values.ToArray(), batch: 1), options);
    }

    /// <summary>The outputs in the order of the declaration.</summary>
    public float[][] Run(float[] input)
    {
        Node node = _graph.Inputs.Single();
        using OrtValue value = OrtValue.CreateTensorValueFromMemory(input, [1, .. node.Shape.Dimensions.Select(size => (long)size)]);
        using var run = new RunOptions();
        string[] outputs = [.. _graph.Outputs.Select(output => output.Name)];
        using IDisposableReadOnlyCollection<OrtValue> results = _session.Run(run, [((Input)node.Operation).Name], [value], outputs);
        return [.. results.Select(result => result.GetTensorDataAsSpan<float>().ToArray())];
    }

    public void Dispose() => _session.Dispose();
}
