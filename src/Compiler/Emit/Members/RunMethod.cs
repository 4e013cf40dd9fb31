namespace Fusion.Compiler.Emit.Members;

/// <summary>One of the two ways to run a network.</summary>
/// <param name="Name">As callers know it.</param>
/// <param name="SizedName">The method that runs one of several sizes.</param>
/// <param name="Result">The type that it returns.</param>
internal sealed record RunMethod(string Name, string SizedName, string Result)
{
    /// <summary>Runs, and gives the workspace back.</summary>
    public static RunMethod Run { get; } = new("Run", "RunSize", "void");

    /// <summary>Runs, and keeps the workspace until the taps have been read.</summary>
    public static RunMethod RunTapped { get; } = new("RunTapped", "RunTappedSize", "Tapped");

    public bool KeepsTaps => this == RunTapped;

    /// <summary>The ways that a network has: one without taps needs no second.</summary>
    public static IEnumerable<RunMethod> Of(IReadOnlyList<CompiledVariant> variants) =>
        variants[0].Declared.Taps.Count > 0 ? [Run, RunTapped] : [Run];
}
