namespace Fusion.Compiler.Emit.Members;

/// <summary>Prints how a network comes to its weights: <c>Load</c> and <c>Initialize</c>.</summary>
internal sealed class LoadingEmitter(NetworkText text)
{
    private readonly NetworkClass _class = text.Class;
    private readonly CodeWriter _writer = text.Writer;

    public void Emit()
    {
        string name = _class.Name, kernels = text.Kernels(KernelAccessEmitter.ClassName);
        _writer.Comment("Layers are read at build time only, and stay null.");
        _writer.Line("#pragma warning disable CS8618");
        _writer.Line($"private {name}(global::Fusion.StateDict weights, global::Fusion.NetworkOptions? options)");
        _writer.Line($"    : base({text.Kernels(DescriptionEmitter.ClassName)}.Info, weights, options, {kernels}.FindPacking())");
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
                ? $"    new(global::Fusion.Network.OpenWeights({kernels}.Compile(path, options), options, cancellation), options);"
                : $"    new(global::Fusion.StateDict.Load({kernels}.Compile(stream, options), cancellation), options);");
        }
        _writer.Line();
        _writer.Summary("Packs weights that are in memory.");
        EmitWeightsException("The weights do not fit; every problem is listed.");
        _writer.Line($"public static {name} Load(global::Fusion.StateDict weights, global::Fusion.NetworkOptions? options = null) =>");
        _writer.Line($"    new({kernels}.Compile(weights, options), options);");
        _writer.Line();
        _writer.Summary("Random weights by He initialisation, for trying out; the same for the same seed.");
        _writer.Line($"public static {name} Initialize(int seed = 0, global::Fusion.NetworkOptions? options = null) =>");
        _writer.Line(
            $"    new(global::Fusion.NetworkWeights.Initialize({kernels}.Compile({text.Kernels(DescriptionEmitter.ClassName)}.Info, " +
            "options), seed), options);");
        _writer.Line();
    }

    private void EmitWeightsException(string cause) =>
        _writer.Line($"/// <exception cref=\"global::Fusion.WeightsException\">{cause}</exception>");
}
