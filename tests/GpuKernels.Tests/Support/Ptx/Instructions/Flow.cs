using System.Diagnostics;
using Fusion.Kernels.Tests.Support.Ptx.Execution;

namespace Fusion.Kernels.Tests.Support.Ptx.Instructions;

/// <summary>An instruction that leads elsewhere.</summary>
internal abstract class Flow : Instruction
{
    public override bool IsFlow => true;

    public override void Execute(Warp warp, uint lanes) => throw new UnreachableException();
}

/// <summary>bra and brx.idx: goes to another instruction.</summary>
/// <param name="targets">The instruction; those that a register chooses from.</param>
/// <param name="isUniform">Whether all threads of the warp that are here go the same way, so it is said.</param>
/// <param name="index">The register that chooses; -1 where there is nothing to choose.</param>
internal sealed class Branch(IReadOnlyList<int> targets, bool isUniform, int index = -1) : Flow
{
    public IReadOnlyList<int> Targets => targets;

    public bool IsUniform => isUniform;

    public int Index => index;

    /// <summary>Whether threads may be separated here.</summary>
    public bool MaySeparate => Guard >= 0 || targets.Count > 1;
}

/// <summary>ret: a thread ends.</summary>
internal sealed class Return : Flow;

/// <summary>bar.sync: waits for all threads of the group.</summary>
internal sealed class GroupBarrier : Flow;
