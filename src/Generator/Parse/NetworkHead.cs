using Fusion.Compiler;
using Fusion.Compiler.Emit;

namespace Fusion.Generator.Parse;

/// <summary>What the generated part of a network needs even where the declaration is wrong, so that calls of Load and Run still
/// compile.</summary>
/// <param name="Ranks">Of several sizes, the number of dimensions, each once; empty where there is one size.</param>
/// <param name="CanExtend">Whether a generated part can join the class at all.</param>
internal sealed record NetworkHead(
    string Namespace,
    EquatableArray<string> ContainingTypes,
    string ClassName,
    string Modifiers,
    EquatableArray<string> Inputs,
    EquatableArray<string> Outputs,
    EquatableArray<int> Ranks,
    bool CanExtend)
{
    /// <summary>Names of generated members that members of the user's own have; the part of the wrong declaration leaves them
    /// out.</summary>
    public EquatableArray<string> Taken { get; init; } = [];

    /// <summary>Whether something is tapped, so that there are members for it.</summary>
    public bool HasTaps { get; init; }

    /// <summary>The class, as the emitters know it.</summary>
    public NetworkClass Class => new(Namespace, ContainingTypes, ClassName, Modifiers);
}
