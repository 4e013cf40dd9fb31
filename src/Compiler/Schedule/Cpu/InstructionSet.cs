namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>What the scheduler and the emitters need to know of an instruction set.</summary>
/// <param name="Name">As in <c>Fusion.InstructionSet</c>; also the name of the generated class.</param>
/// <param name="Lanes">Floats per vector register.</param>
/// <param name="Registers">Vector registers that a microkernel may use.</param>
/// <param name="LoadsPerCycle">Vector loads that the machine starts per cycle, next to two multiply-adds.</param>
public sealed record InstructionSet(string Name, int Lanes, int Registers, int LoadsPerCycle)
{
    public static InstructionSet Avx512 { get; } = new("Avx512", 16, 32, 2);

    public static InstructionSet Avx2 { get; } = new("Avx2", 8, 16, 2);

    /// <summary>Vector128 of the class library: Arm64, WebAssembly, and x64 without AVX2. Scheduled for 16 registers, the fewest there
    /// are.</summary>
    public static InstructionSet Portable { get; } = new("Portable", 4, 16, 2);

    public static IReadOnlyList<InstructionSet> All { get; } = [Avx512, Avx2, Portable];

    public string VectorClass => $"Vector{Lanes * 32}";

    public string VectorType => $"Vector{Lanes * 32}<float>";

    /// <summary>Lanes rounded up to whole vectors.</summary>
    public int Vectors(int channels) => (channels + Lanes - 1) / Lanes;
}
