namespace Fusion.Compiler;

/// <summary>The files that are generated for a network.</summary>
/// <param name="Members">What users call. It compiles without the other files.</param>
/// <param name="Targets">What those members run: one file for each target.</param>
public sealed record NetworkFiles(string Members, IReadOnlyList<string> Targets)
{
    /// <summary>The kernels of the CPU.</summary>
    public string Kernels => Targets[0];

    public IEnumerable<string> All => [Members, .. Targets];

    public override string ToString() => string.Join("\n", All);
}
