using Fusion.Compiler.Emit.Members;
using Fusion.Compiler.Emit.Training;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>Prints the kernels' part of the class by which a network's members reach them.</summary>
internal sealed class KernelAccessPart(NetworkText text, PlannedCpu cpu)
{
    private readonly CodeWriter _writer = text.Writer;

    public void Emit()
    {
        _writer.Open($"internal static unsafe partial class {KernelAccessEmitter.ClassName}");
        _writer.Line($"static partial void FindPacking(ref WeightPacking found) => found = {PackingEmitter.ClassName}.Functions;");
        _writer.Line();
        if (StepValuesEmitter.Takes(text))
        {
            _writer.Line($"static partial void FindValues(int program, ref {StepValuesEmitter.Type}[] found) => "
                + $"found = {StepValuesEmitter.ClassName}.Find(program);");
            _writer.Line();
        }
        _writer.Line("static partial void FindProgram(int program, InstructionSet set, ref delegate*<KernelRunner, void> found) =>");
        _writer.Line($"    found = {ProgramEmitter.ClassName}.{ProgramEmitter.MethodName}(program, set);");
        _writer.Line();
        _writer.Open("static partial void Compile(NetworkOptions? options)");
        string kernels = string.Join(", ", InstructionSet.All.Select(set =>
            cpu.Has(set) ? $"typeof({CpuEmitter.ClassName(set)})" : "null"));
        _writer.Line("if (RuntimeFeature.IsDynamicCodeSupported)");
        _writer.Line(
            $"    KernelCompiler.Start(options, typeof({DescriptionEmitter.ClassName}), typeof({PackingEmitter.ClassName}), {kernels});");
        _writer.Close();
        _writer.Close();
    }
}
