using Fusion.Kernels.Tests.Support.Ptx.Checks;
using Fusion.Kernels.Tests.Support.Ptx.Memory;

namespace Fusion.Kernels.Tests.Support.Ptx.Execution;

/// <summary>
/// Stands in for a device that runs PTX: global memory, in which each buffer is for itself, and the checks. A launch waits for the one
/// before, as in a stream.
/// </summary>
internal sealed class PtxMachine
{
    public PtxMachine() => GlobalCheck = new AccessCheck(Clock, isShared: false);

    public AccessClock Clock { get; } = new();

    public AddressSpace Global { get; } = AddressSpace.Global();

    public AccessCheck GlobalCheck { get; }

    /// <summary>A buffer that nobody has written.</summary>
    public Allocation Allocate(string name, long floats)
    {
        Allocation allocation = Global.Add(name, floats, 256);
        allocation.Forget();
        return allocation;
    }
}
