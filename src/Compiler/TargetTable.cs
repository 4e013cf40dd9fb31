using Fusion.Compiler.Emit;
using Fusion.Compiler.Emit.Cpu;
using Fusion.Compiler.Emit.Gpu;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler;

/// <summary>What networks are compiled for. A new target is a folder of plans, one of printers, and a line here.</summary>
public static class TargetTable
{
    /// <summary>In the order of their parts in generated classes. The first is the one whose run time these derive from.</summary>
    public static IReadOnlyList<TargetEntry> All { get; } =
    [
        new(SwitchedOnBy: null, options => new CpuTarget(
            new ScheduleOptions(options.Arithmetic, options.Project.Tuning, options.Weights) { Sets = options.Project.Sets })),
        new(SwitchedOnBy: "Fusion.Gpu", options => new GpuTarget(options.Arithmetic, [.. options.Project.Precisions])),
    ];

    /// <summary>The assemblies that switch targets on.</summary>
    public static IEnumerable<string> Assemblies => All.Select(entry => entry.SwitchedOnBy).OfType<string>();

    /// <summary>The targets that are on, whatever a declaration says of kernels.</summary>
    public static IReadOnlyList<Target> For(ProjectOptions project) =>
        For(new CompileOptions(Arithmetic.Fast, WeightStorage.Float32, project));

    /// <summary>The targets that are on.</summary>
    public static IReadOnlyList<Target> For(CompileOptions options) =>
    [
        .. All.Where(entry => entry.SwitchedOnBy is null || options.Project.Assemblies.Contains(entry.SwitchedOnBy))
            .Select(entry => entry.Create(options)),
    ];
}

/// <summary>A target, as the table has it.</summary>
/// <param name="SwitchedOnBy">The assembly with its run time, which a project references to have it; null for what is always on.</param>
public sealed record TargetEntry(string? SwitchedOnBy, Func<CompileOptions, Target> Create);
