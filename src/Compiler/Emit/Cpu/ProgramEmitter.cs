using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>Prints the choice of a program: the kernels of one size, for one instruction set.</summary>
internal sealed class ProgramEmitter(NetworkText text, PlannedCpu cpu)
{
    public const string ClassName = "Programs";

    private readonly CodeWriter _writer = text.Writer;

    /// <summary>The name of the method that chooses among the programs.</summary>
    public const string MethodName = "Find";

    public void Emit()
    {
        _writer.Summary("The kernels to run, one after the other.");
        _writer.Open($"internal static unsafe class {ClassName}");
        _writer.Line($"public static delegate*<KernelRunner, void> {MethodName}(int size, InstructionSet set) => size switch");
        _writer.Line("{");
        for (int i = 0; i < cpu.Variants.Count; i++) _writer.Line($"    {i} => {OfSize(i)}(set),");
        _writer.Line("    _ => null,");
        _writer.Line("};");
        for (int i = 0; i < cpu.Variants.Count; i++)
        {
            _writer.Line();
            _writer.Line($"private static delegate*<KernelRunner, void> {OfSize(i)}(InstructionSet set) => set switch");
            _writer.Line("{");
            foreach (CpuPlan plan in cpu.Variants[i].Plans.Cast<CpuPlan>())
                _writer.Line($"    {cpu.Case(plan.Set)} => &{CpuEmitter.ClassName(plan.Set)}.{CpuEmitter.RunName(i)},");
            _writer.Line("    _ => null,");
            _writer.Line("};");
        }
        _writer.Close();
    }

    private static string OfSize(int variant) => "OfSize" + (variant + 1);
}
