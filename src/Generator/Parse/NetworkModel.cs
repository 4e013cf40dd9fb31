using Fusion.Compiler.Declarations;

namespace Fusion.Generator.Parse;

/// <summary>A network as Parse leaves it for the generator: values only.</summary>
/// <param name="Spec">The declaration; null where it is wrong.</param>
/// <param name="Mistake">What is wrong, for the exception of the generated members; empty where C# reports it.</param>
internal sealed record NetworkModel(NetworkHead Head, NetworkSpec? Spec, string Mistake)
{
    /// <summary>The declaration with all its mistakes: for the analyzer, which looks for more of them, and for the generator where a wrong
    /// one has taps, whose names it needs; null otherwise.</summary>
    public NetworkSpec? Sketch { get; init; }

    /// <summary>Parse itself failed: <see cref="Mistake"/> is the exception.</summary>
    public bool Failed { get; init; }
}
