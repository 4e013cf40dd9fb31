using Fusion.Compiler.Emit.Members;

namespace Fusion.Compiler.Emit.Gpu;

/// <summary>Prints what users call of a network on a device: <c>LoadGpu</c>, and the class that it makes.</summary>
internal sealed class GpuMembersEmitter(NetworkText text, PlannedGpu plan)
{
    /// <summary>The name of the nested class.</summary>
    public const string ClassName = "Gpu";

    /// <summary>The method that loads it.</summary>
    public const string Load = "LoadGpu";

    /// <summary>For programs that are compiled ahead of time, whose analyzers then say why this cannot be part of them.</summary>
    private const string DynamicCode = "[global::System.Diagnostics.CodeAnalysis.RequiresDynamicCode(\"ILGPU makes code at run time.\")]";

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
        if (source.StartsWith("string", StringComparison.Ordinal))
            _writer.Line("/// <exception cref=\"global::System.IO.FileNotFoundException\">There is no such file.</exception>");
        _writer.Line(DynamicCode);
        _writer.Line($"public static {ClassName} {Load}({Device} device, {source}, {Options}? options = null) =>");
        _writer.Line($"    new(device, {weights}, options);");
    }

    private void EmitClass()
    {
        _writer.Summary("The network on a device. Runs that are called from several threads follow one another.");
        _writer.Line(DynamicCode);
        _writer.Open($"public sealed class {ClassName} : global::Fusion.Gpu.GpuNetwork");
        _writer.Line($"internal {ClassName}({Device} device, global::Fusion.StateDict weights, {Options}? options)");
        string precision = plan.HasPrecisions ? ", options?.Precision ?? default" : "";
        string programs = $"{text.Kernels(GpuProgramsEmitter.ClassName)}.For(options?.Batch ?? 1{precision})";
        _writer.Line($"    : base(device, weights, options, {programs})");
        _writer.Line("{");
        _writer.Line("}");
        _writer.Line();
        _writer.Line($"internal static global::Fusion.StateDict Open(string path, {Options}? options) => OpenWeights(path, options);");
        var runs = new GpuRunEmitter(_writer, plan, RunSignature.Of(plan.Variants, RunMethod.Run).First());
        runs.Emit();
        if (plan.Variants.Count > 1)
        {
            _writer.Line();
            new SizesEmitter(_writer, ClassName, plan.Variants).Emit(runs.EmitSized);
        }
        _writer.Close();
    }
}
