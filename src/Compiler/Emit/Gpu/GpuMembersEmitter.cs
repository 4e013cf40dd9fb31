using Fusion.Compiler.Emit.Members;

namespace Fusion.Compiler.Emit.Gpu;

/// <summary>Prints what users call of a network on a device: <c>LoadGpu</c>, and the class that it makes.</summary>
internal sealed class GpuMembersEmitter(NetworkText text, PlannedGpu plan)
{
    /// <summary>The name of the nested class.</summary>
    public const string ClassName = "Gpu";

    private const string Device = "global::Fusion.Gpu.GpuDevice", Options = "global::Fusion.Gpu.GpuOptions";

    private readonly CodeWriter _writer = text.Writer;

    public void Emit()
    {
        EmitLoad("string path", "The file is damaged, or the weights do not fit; every problem is listed.",
            "Loads the weights from a .safetensors file onto a device.", $"{ClassName}.Open(path, options)");
        _writer.Line();
        EmitLoad("global::Fusion.StateDict weights", "The weights do not fit; every problem is listed.",
            "Copies weights that are in memory onto a device.", "weights");
        _writer.Line();
        EmitClass();
    }

    private void EmitLoad(string source, string problem, string summary, string weights)
    {
        _writer.Summary(summary);
        _writer.Line($"/// <exception cref=\"global::Fusion.WeightsException\">{problem}</exception>");
        _writer.Line("/// <exception cref=\"global::Fusion.Gpu.GpuException\">The device cannot run the network.</exception>");
        _writer.Line($"public static {ClassName} LoadGpu({Device} device, {source}, {Options}? options = null) =>");
        _writer.Line($"    new(device, {weights}, options);");
    }

    private void EmitClass()
    {
        _writer.Summary("The network on a device. Runs that are called from several threads follow one another.");
        _writer.Open($"public sealed class {ClassName} : global::Fusion.Gpu.GpuNetwork");
        _writer.Line($"internal {ClassName}({Device} device, global::Fusion.StateDict weights, {Options}? options)");
        _writer.Line($"    : base(device, weights, options, {text.Kernels(GpuProgramsEmitter.ClassName)}.All)");
        _writer.Line("{");
        _writer.Line("}");
        _writer.Line();
        _writer.Line($"internal static global::Fusion.StateDict Open(string path, {Options}? options) => OpenWeights(path, options);");
        foreach (RunSignature signature in RunSignature.Of(plan.Variants, RunMethod.Run).Where(signature => !signature.FromBytes))
            new GpuRunEmitter(_writer, plan, signature).Emit();
        _writer.Close();
    }
}
