using Fusion.Compiler.Emit.Cpu;
using Fusion.Compiler.Schedule;

namespace Fusion.Compiler.Emit;

/// <summary>Prints how a network comes to its weights: <c>Load</c> and <c>Initialize</c>.</summary>
internal sealed class LoadingEmitter(NetworkText text)
{
    private const string ClassName = "Startup";

    private readonly NetworkClass _class = text.Class;
    private readonly IReadOnlyList<WeightLayout> _layouts = text.Layouts;
    private readonly CodeWriter _writer = text.Writer;

    /// <summary>The members of the network.</summary>
    public void Emit()
    {
        string name = _class.Name, packing = text.Kernels(PackingEmitter.ClassName), startup = text.Kernels(ClassName);
        _writer.Comment("Layers are read at build time only, and stay null.");
        _writer.Line("#pragma warning disable CS8618");
        _writer.Line($"private {name}(global::Fusion.StateDict weights, global::Fusion.NetworkOptions? options)");
        _writer.Line($"    : base({text.Kernels(DescriptionEmitter.ClassName)}.Info, weights, options, {packing}.Functions)");
        _writer.Line("{");
        _writer.Line("}");
        _writer.Line("#pragma warning restore CS8618");
        foreach (string source in new[] { "string path", "global::System.IO.Stream stream" })
        {
            bool isPath = source == "string path";
            _writer.Line();
            _writer.Summary("Loads the weights from a .safetensors file and packs them.");
            EmitWeightsException("The file is damaged, or the weights do not fit; every problem is listed.");
            _writer.Line($"public static {name} Load({source}, global::Fusion.NetworkOptions? options = null, "
                + "global::System.Threading.CancellationToken cancellation = default) =>");
            _writer.Line(isPath
                ? $"    new(global::Fusion.Network.OpenWeights({startup}.Compile(path, options), options, cancellation), options);"
                : $"    new(global::Fusion.StateDict.Load({startup}.Compile(stream, options), cancellation), options);");
        }
        _writer.Line();
        _writer.Summary("Packs weights that are in memory.");
        EmitWeightsException("The weights do not fit; every problem is listed.");
        _writer.Line($"public static {name} Load(global::Fusion.StateDict weights, global::Fusion.NetworkOptions? options = null) =>");
        _writer.Line($"    new({startup}.Compile(weights, options), options);");
        _writer.Line();
        _writer.Summary("Random weights by He initialisation, for trying out; the same for the same seed.");
        _writer.Line($"public static {name} Initialize(int seed = 0, global::Fusion.NetworkOptions? options = null) =>");
        _writer.Line($"    new(global::Fusion.NetworkWeights.Initialize({startup}.Compile({text.Kernels(DescriptionEmitter.ClassName)}.Info, options), seed), options);");
        _writer.Line();
    }

    /// <summary>What they call.</summary>
    public void EmitClass()
    {
        _writer.Summary("What is done while weights are read.");
        _writer.Open($"internal static class {ClassName}");
        _writer.Summary("Has the kernels compiled on another thread, while the source of the weights is read.");
        _writer.Open("public static T Compile<T>(T source, NetworkOptions? options)");
        string types = string.Join(", ", _layouts.Select(layout => CpuEmitter.ClassName(layout.Set))
            .Prepend(PackingEmitter.ClassName).Prepend(DescriptionEmitter.ClassName).Select(type => $"typeof({type})"));
        _writer.Line("if (RuntimeFeature.IsDynamicCodeSupported)");
        _writer.Line($"    KernelCompiler.Start(options, {types});");
        _writer.Line("return source;");
        _writer.Close();
        _writer.Close();
    }

    private void EmitWeightsException(string cause) =>
        _writer.Line($"/// <exception cref=\"global::Fusion.WeightsException\">{cause}</exception>");
}
