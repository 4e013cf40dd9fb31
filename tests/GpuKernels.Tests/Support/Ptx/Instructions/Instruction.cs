using Fusion.Kernels.Tests.Support.Ptx.Execution;
using Fusion.Kernels.Tests.Support.Ptx.Parsing;

namespace Fusion.Kernels.Tests.Support.Ptx.Instructions;

/// <summary>A decoded instruction.</summary>
internal abstract class Instruction
{
    /// <summary>What it was decoded from.</summary>
    public PtxStatement Source { get; private set; } = null!;

    /// <summary>The predicate that it depends on; -1 where it depends on none.</summary>
    public int Guard { get; private set; } = -1;

    /// <summary>Whether it is executed where the predicate is false.</summary>
    public bool IsGuardNegated { get; private set; }

    /// <summary>Whether the warp executes it itself, because it leads elsewhere.</summary>
    public virtual bool IsFlow => false;

    public Instruction From(PtxStatement source, int guard)
    {
        (Source, Guard, IsGuardNegated) = (source, guard, source.IsGuardNegated);
        return this;
    }

    /// <summary>Executes it for some of a warp's threads, of which there is one at least.</summary>
    public abstract void Execute(Warp warp, uint lanes);
}
