using Fusion.Compiler.Emit.Cpu;
using Fusion.Compiler.Schedule;

namespace Fusion.Compiler.Emit;

/// <summary>Prints how a network comes to its weights: <c>Load</c> and <c>Initialize</c>.</summary>
internal sealed class LoadingEmitter(NetworkText text)
{
    private readonly NetworkClass _class = text.Class;
    private readonly IReadOnlyList<WeightLayout> _layouts = text.Layouts;
    private readonly CodeWriter _writer = text.Writer;

    public void Emit()
    {
        string name = _class.Name;
        _writer.Line($"private {name}(global::Fusion.StateDict weights, global::Fusion.NetworkOptions? options) : base(Description, weights, options) {{ }}");
        foreach (string source in new[] { "string path", "Stream stream" })
        {
            string argument = source.Split(' ')[1];
            _writer.Line();
            _writer.Line("/// <summary>Loads the weights from a .safetensors file and packs them.</summary>");
            _writer.Line("/// <exception cref=\"global::Fusion.WeightsException\">The file is damaged, or the weights do not fit; every problem is listed.</exception>");
            _writer.Line($"public static {name} Load({source}, global::Fusion.NetworkOptions? options = null, CancellationToken cancellation = default) =>");
            _writer.Line(argument == "path"
                ? "    new(OpenWeights(StartCompiling(path, options), options, cancellation), options);"
                : "    new(global::Fusion.StateDict.Load(StartCompiling(stream, options), cancellation), options);");
        }
        _writer.Line();
        _writer.Line("/// <summary>Packs weights that are in memory.</summary>");
        _writer.Line("/// <exception cref=\"global::Fusion.WeightsException\">The weights do not fit; every problem is listed.</exception>");
        _writer.Line($"public static {name} Load(global::Fusion.StateDict weights, global::Fusion.NetworkOptions? options = null) => new(StartCompiling(weights, options), options);");
        _writer.Line();
        _writer.Line("/// <summary>Random weights by He initialisation, for trying out; the same for the same seed.</summary>");
        _writer.Line($"public static {name} Initialize(int seed = 0, global::Fusion.NetworkOptions? options = null) =>");
        _writer.Line("    new(global::Fusion.NetworkWeights.Initialize(StartCompiling(Description, options), seed), options);");
        _writer.Line();
        _writer.Line("/// <summary>Has the kernels compiled on another thread, while the source of the weights is read.</summary>");
        _writer.Open("private static T StartCompiling<T>(T source, global::Fusion.NetworkOptions? options)");
        string sets = string.Join(", ", _layouts.Select(layout => $"typeof({CpuEmitter.ClassName(layout.Set)})"));
        _writer.Line($"if (RuntimeFeature.IsDynamicCodeSupported) KernelCompiler.Start(options, typeof({name}), {sets});");
        _writer.Line("return source;");
        _writer.Close();
        _writer.Line();
    }
}
