using Fusion.Compiler.Schedule.Cpu;
using Fusion.Compiler.Schedule.Gpu;

namespace Fusion.Compiler;

/// <summary>What a declaration and its project say of the kernels.</summary>
public sealed record CompileOptions(Arithmetic Arithmetic, WeightStorage Weights, ProjectOptions Project);

/// <summary>What a project says of the kernels of all its networks.</summary>
/// <param name="Tuning">Measured choices of the CPU's scheduler.</param>
/// <param name="Sets">The instruction sets that get kernels, widest first.</param>
/// <param name="Assemblies">Those that the project references of the assemblies that switch targets on.</param>
public sealed record ProjectOptions(Tuning Tuning, EquatableArray<InstructionSet> Sets, EquatableArray<string> Assemblies)
{
    /// <summary>Those that convolutions have kernels for on GPUs, beside fp32.</summary>
    public EquatableArray<GpuPrecision> Precisions { get; init; } = [];

    public static ProjectOptions Default { get; } = new(Tuning.None, InstructionSet.All.ToEquatableArray(), []);
}
