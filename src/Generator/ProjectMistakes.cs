using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Fusion.Generator;

/// <summary>What is wrong with the properties of a project that name kernels.</summary>
internal sealed class ProjectMistakes(AnalyzerConfigOptions options)
{
    private readonly string _sets = ProjectInstructionSets.Unknown(options), _precisions = ProjectGpuPrecisions.Unknown(options);

    /// <summary>Whether there is something.</summary>
    public bool Any => _sets.Length > 0 || _precisions.Length > 0;

    /// <summary>Says it at a network.</summary>
    public IEnumerable<Diagnostic> At(INamedTypeSymbol network)
    {
        if (_sets.Length > 0) yield return ProjectInstructionSets.Mistake(_sets, network);
        if (_precisions.Length > 0) yield return ProjectGpuPrecisions.Mistake(_precisions, network);
    }
}
