using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>Kernels that run one after the other: those of a size, or of a block of its samples.</summary>
/// <param name="Name">The method that runs them.</param>
/// <param name="Suffix">What tells its kernels from those of other programs.</param>
/// <param name="Samples">How many it runs on at once.</param>
/// <param name="Plans">One per instruction set.</param>
internal sealed record CpuProgram(string Name, string Suffix, int Samples, IReadOnlyList<NetworkPlan> Plans)
{
    /// <summary>The method that runs one of the sizes.</summary>
    public static string NameOf(int size) => size == 0 ? "Run" : $"Run{size + 1}";

    /// <summary>The program on one of the instruction sets.</summary>
    public (CpuProgram Program, CpuPlan Plan) At(int set) => (this, (CpuPlan)Plans[set]);
}
