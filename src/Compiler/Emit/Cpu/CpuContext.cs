using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>What the emitters of one instruction set share: where kernels, microkernels, functions and tables are collected.</summary>
public sealed class CpuContext(InstructionSet set)
{
    public InstructionSet Set { get; } = set;

    public VectorCode Code { get; } = new(set);

    public VectorFunctions Functions { get; } = new(new VectorCode(set));

    public TileLibrary Tiles { get; } = new();

    public TableLibrary Tables { get; } = new();

    public CodeWriter Kernels { get; } = new();

    public EpilogueEmitter Epilogue(EquatableArray<EpilogueStep> steps, View output) => new(Code, Functions, steps, output);
}
