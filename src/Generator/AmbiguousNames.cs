using System.Collections.Immutable;
using Fusion.Compiler;

namespace Fusion.Generator;

/// <summary>
/// Names of generated files that differ in nothing but case. A class, as everything that goes from step to step of the generator: for a structure, the JIT
/// would compile Roslyn's machinery once more.
/// </summary>
internal sealed record AmbiguousNames(EquatableArray<string> Names)
{
    public static AmbiguousNames Among(ImmutableArray<string> names) => new(names
        .GroupBy(static name => name, StringComparer.OrdinalIgnoreCase)
        .Where(static group => group.Count() > 1)
        .SelectMany(static group => group.OrderBy(static name => name, StringComparer.Ordinal))
        .ToEquatableArray());

    /// <summary>Which of them a name is; negative where it is none.</summary>
    public int PositionOf(string name) => Names.ToList().IndexOf(name);
}
