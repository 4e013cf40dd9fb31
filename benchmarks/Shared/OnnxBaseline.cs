using System.Text.Json;
using Fusion.Compiler.Graphs;
using Fusion.Compiler.Onnx;
using Fusion.Compiler.Operations;
using Microsoft.ML.OnnxRuntime;

namespace Fusion.Benchmarks;

/// <summary>The same network in ONNX Runtime, with all optimisations and its outputs bound to memory that is there already.</summary>
internal sealed class OnnxBaseline : IDisposable
{
    private readonly InferenceSession _session;
    private readonly OrtIoBinding _binding;
    private readonly RunOptions _run = new();
    private readonly List<OrtValue> _values = [];
    private readonly string? _profile;

    /// <param name="input">One sample, or a batch of them.</param>
    /// <param name="profile">Whether the time of each node is recorded, see <see cref="NodeTimes"/>.</param>
    public OnnxBaseline(Graph graph, StateDict weights, float[] input, int threads, bool profile = false)
    {
        using var options = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        // Waiting threads must not take the core that the other engine is measured on.
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", threads == 1 ? "0" : "1");
        if (profile)
        {
            _profile = Path.Combine(Path.GetTempPath(), "fusion-compare-" + Guid.NewGuid().ToString("N"));
            options.ProfileOutputPathPrefix = _profile;
            options.EnableProfiling = true;
        }

        // ONNX Runtime's own layout, so that it pays for no transposition: pictures channels first.
        int batch = input.Length / (int)graph.Inputs.Single().Shape.Elements;
        byte[] model = OnnxExporter.Export(graph, name => weights[name].Values.ToArray(), batch, OnnxLayout.ChannelsFirst);
        _session = new InferenceSession(model, options);
        _binding = _session.CreateIoBinding();
        Node node = graph.Inputs.Single();
        _binding.BindInput(((Input)node.Operation).Name, Value(ChannelsFirst(input, node.Shape), node.Shape));
        Outputs = [.. graph.Outputs.Select(output => new float[batch * graph.Nodes[output.Node].Shape.Elements])];
        for (int i = 0; i < Outputs.Length; i++)
            _binding.BindOutput(graph.Outputs[i].Name, Value(Outputs[i], graph.Nodes[graph.Outputs[i].Node].Shape));
    }

    /// <summary>Channels first, as ONNX has them.</summary>
    public float[][] Outputs { get; }

    public void Run() => _session.RunWithBinding(_run, _binding);

    /// <summary>
    /// Ends the recording: the times of every node in the order of the runs, in microseconds, by the node's name and operator.
    /// </summary>
    public IReadOnlyDictionary<(string Name, string Operator), List<double>> NodeTimes()
    {
        var times = new Dictionary<(string, string), List<double>>();
        string file = _session.EndProfiling();
        using JsonDocument events = JsonDocument.Parse(File.ReadAllBytes(file));
        File.Delete(file);
        foreach (JsonElement found in events.RootElement.EnumerateArray())
        {
            string name = found.GetProperty("name").GetString()!;
            if (!name.EndsWith("_kernel_time", StringComparison.Ordinal)) continue;
            var key = (name, found.GetProperty("args").GetProperty("op_name").GetString()!);
            if (!times.TryGetValue(key, out List<double>? list)) times[key] = list = [];
            list.Add(found.GetProperty("dur").GetDouble());
        }

        return times;
    }

    public void Dispose()
    {
        _binding.Dispose();
        foreach (OrtValue value in _values) value.Dispose();
        _run.Dispose();
        _session.Dispose();
        if (_profile is null) return;
        // A recording that nobody ended is written when the session goes.
        foreach (string file in Directory.GetFiles(Path.GetTempPath(), Path.GetFileName(_profile) + "*")) File.Delete(file);
    }

    /// <summary>Channels last to channels first, sample by sample.</summary>
    public static float[] ChannelsFirst(float[] values, Shape shape)
    {
        var result = new float[values.Length];
        int channels = shape.Channels, pixels = shape.Pixels;
        for (int sample = 0; sample < values.Length; sample += channels * pixels)
            for (int p = 0; p < pixels; p++)
                for (int c = 0; c < channels; c++)
                    result[sample + c * pixels + p] = values[sample + p * channels + c];
        return result;
    }

    private OrtValue Value(float[] data, Shape shape)
    {
        long samples = data.Length / shape.Elements;
        OrtValue value = OrtValue.CreateTensorValueFromMemory(
            data, [samples, shape.Channels, .. shape.Spatial.Select(size => (long)size)]);
        _values.Add(value);
        return value;
    }
}
