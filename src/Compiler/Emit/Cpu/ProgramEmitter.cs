using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>Prints the choice of a program: the kernels of one size, or of a block of its samples, for one instruction set.</summary>
internal sealed class ProgramEmitter(NetworkText text, PlannedCpu cpu)
{
    public const string ClassName = "Programs";

    private readonly CodeWriter _writer = text.Writer;

    /// <summary>The name of the method that chooses among the programs.</summary>
    public const string MethodName = "Find";

    public void Emit()
    {
        IReadOnlyList<CpuProgram> programs = cpu.Programs(text.Class);
        _writer.Summary("The kernels to run, one after the other.");
        _writer.Open($"internal static unsafe class {ClassName}");
        _writer.Line($"public static delegate*<KernelRunner, void> {MethodName}(int program, InstructionSet set) => program switch");
        _writer.Line("{");
        for (int i = 0; i < programs.Count; i++) _writer.Line($"    {i} => {Choice(programs[i])}(set),");
        _writer.Line("    _ => null,");
        _writer.Line("};");
        foreach (CpuProgram program in programs)
        {
            _writer.Line();
            _writer.Line($"private static delegate*<KernelRunner, void> {Choice(program)}(InstructionSet set) => set switch");
            _writer.Line("{");
            foreach (CpuPlan plan in program.Plans.Cast<CpuPlan>())
                _writer.Line($"    {cpu.Case(plan.Set)} => &{CpuEmitter.ClassName(plan.Set)}.{program.Name},");
            _writer.Line("    _ => null,");
            _writer.Line("};");
        }
        _writer.Close();
    }

    private static string Choice(CpuProgram program) => "Choose" + program.Name;
}
