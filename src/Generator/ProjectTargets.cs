using Fusion.Compiler;
using Fusion.Compiler.Emit;
using Microsoft.CodeAnalysis;

namespace Fusion.Generator;

/// <summary>The targets of a project: those beside the CPU are on where it references the assembly with their run time.</summary>
internal static class ProjectTargets
{
    /// <summary>The targets that are on.</summary>
    public static IReadOnlyList<Target> Of(Compilation compilation) =>
        TargetTable.For(ProjectOptions.Default with { Assemblies = Assemblies(compilation) });

    /// <summary>The assemblies that switch targets on, as far as the project references them.</summary>
    public static EquatableArray<string> Assemblies(Compilation compilation) =>
        TargetTable.Assemblies.Where(name => compilation.ReferencedAssemblyNames.Any(reference => reference.Name == name))
            .ToEquatableArray();
}
