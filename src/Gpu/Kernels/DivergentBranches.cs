using System.Text.RegularExpressions;

namespace Fusion.Gpu.Kernels;

/// <summary>
/// Lets the threads of a warp go different ways at every branch that depends on something. ILGPU 1.5.3 writes <c>.uni</c> behind branches
/// on values that it takes for the same in all threads, and errs about values that come together where ways meet: behind
/// <c>if (x &lt; 0) { …; y = 1; } else y = 2;</c> it takes y for the same in all, since 1 and 2 are. What comes of such a branch where
/// threads do differ, the PTX ISA does not say. Which conditions all threads have in common, such as those of loops with a fixed number of
/// turns, the driver's compiler finds by itself.
/// </summary>
internal static partial class DivergentBranches
{
    /// <summary>The same module without <c>.uni</c> at branches that depend on something.</summary>
    public static string Allow(string ptx) => Uniform().Replace(ptx, "${branch}");

    [GeneratedRegex(@"(?<branch>^[ \t]*(@!?%p\d+[ \t]+bra|(@!?%p\d+[ \t]+)?brx\.idx))\.uni\b", RegexOptions.Multiline)]
    private static partial Regex Uniform();
}
