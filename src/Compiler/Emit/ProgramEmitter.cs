using Fusion.Compiler.Emit.Cpu;
using Fusion.Compiler.Schedule;

namespace Fusion.Compiler.Emit;

/// <summary>Prints the choice of a program: the kernels of one size, for one instruction set.</summary>
internal sealed class ProgramEmitter(NetworkText text)
{
    public const string ClassName = "Programs";

    private readonly CodeWriter _writer = text.Writer;

    /// <summary>The name of the method that chooses among the programs of one size.</summary>
    public static string MethodName(int variant) => "OfSize" + (variant + 1);

    public void Emit()
    {
        _writer.Summary("The kernels to run, one after the other.");
        _writer.Open($"internal static unsafe class {ClassName}");
        for (int i = 0; i < text.Variants.Count; i++)
        {
            if (i > 0) _writer.Line();
            _writer.Line($"public static delegate*<KernelRunner, void> {MethodName(i)}(InstructionSet set) => set switch");
            _writer.Line("{");
            foreach (NetworkPlan plan in text.Variants[i].Plans)
                _writer.Line($"    {Case(plan.Set)} => &{CpuEmitter.ClassName(plan.Set)}.{CpuEmitter.RunName(i)},");
            _writer.Line("    _ => null,");
            _writer.Line("};");
        }
        _writer.Close();
    }

    /// <summary>The pattern of one instruction set. Where its kernels are not part of the program, the condition is a constant, and the case is dropped.</summary>
    public static string Case(InstructionSet set) => $"InstructionSet.{set.Name} when KernelSets.{set.Name}";
}
