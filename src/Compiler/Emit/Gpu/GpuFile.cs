using Fusion.Compiler.Emit.Members;
using Fusion.Compiler.Schedule.Gpu;

namespace Fusion.Compiler.Emit.Gpu;

/// <summary>Prints what a network has for GPUs, a file of its own: <c>LoadGpu</c>, the class that it makes, and the kernels.</summary>
internal sealed class GpuFile(NetworkText text, IReadOnlyList<GpuNetworkPlan> plans)
{
    /// <summary>The name of the nested class.</summary>
    public const string ClassName = "Gpu";

    private const string ProgramsName = "GpuPrograms";

    private const string Device = "global::Fusion.Gpu.GpuDevice", Options = "global::Fusion.Gpu.GpuOptions";

    private readonly CodeWriter _writer = text.Writer;

    /// <summary>The part of the user's class.</summary>
    public void EmitMembers()
    {
        string modifiers = text.Class.Modifiers.Length > 0 ? text.Class.Modifiers + " " : "";
        _writer.Open($"{modifiers}partial class {text.Class.Name}");
        EmitLoad("string path", "The file is damaged, or the weights do not fit; every problem is listed.",
            "Loads the weights from a .safetensors file onto a device.", $"{ClassName}.Open(path, options)");
        _writer.Line();
        EmitLoad("global::Fusion.StateDict weights", "The weights do not fit; every problem is listed.",
            "Copies weights that are in memory onto a device.", "weights");
        _writer.Line();
        EmitClass();
        _writer.Close();
    }

    /// <summary>The kernels of every size, and how weights are packed for them.</summary>
    public void EmitKernels()
    {
        _writer.Summary("What runs the network's sizes.");
        _writer.Open($"internal static unsafe class {ProgramsName}");
        _writer.Line("public static GpuProgram[] All =>");
        _writer.Line("[");
        for (int i = 0; i < plans.Count; i++)
            _writer.Line(
                $"    new({DescriptionEmitter.ClassName}.Info, {i}, {GpuEmitter.ClassName}{Size(i)}.Kernels, {plans[i].WorkspaceFloats}, "
                + $"{GpuEmitter.PackingName}.Floats, {GpuEmitter.PackingName}.Function),");
        _writer.Line("];");
        _writer.Close();
        _writer.Line();
        GpuEmitter.EmitPacking(_writer, plans[0].Weights);
        for (int i = 0; i < plans.Count; i++)
        {
            _writer.Line();
            GpuEmitter.Emit(_writer, plans[i], Size(i));
        }
    }

    private string Size(int index) => plans.Count == 1 ? "" : "_" + index;

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
        _writer.Line($"    : base(device, weights, options, {text.Kernels(ProgramsName)}.All)");
        _writer.Line("{");
        _writer.Line("}");
        _writer.Line();
        _writer.Line($"internal static global::Fusion.StateDict Open(string path, {Options}? options) => OpenWeights(path, options);");
        foreach (RunSignature signature in RunSignature.Of(text.Variants, RunMethod.Run).Where(signature => !signature.FromBytes))
            new GpuRunEmitter(text, signature).Emit();
        _writer.Close();
    }
}
