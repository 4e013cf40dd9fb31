namespace Fusion.Kernels.Tests.Support.Ptx.Checks;

/// <summary>What a kernel does that it must not do.</summary>
public enum PtxFaultKind
{
    /// <summary>An address lies in no array of its kind of memory.</summary>
    OutOfBounds,

    /// <summary>An address is no multiple of what is accessed.</summary>
    Misaligned,

    /// <summary>Memory is read that nobody has written.</summary>
    Uninitialized,

    /// <summary>Threads use the same memory, one of them writes, and nothing says who comes first.</summary>
    Hazard,

    /// <summary>Some threads of a group do not come to a barrier that others wait at.</summary>
    DivergentBarrier,

    /// <summary>Threads of a warp go different ways where the code says that they do not, or an instruction wants all of them.</summary>
    DivergentWarp,

    /// <summary>An operand is one of which the PTX ISA does not say what comes of it.</summary>
    UndefinedOperand,

    /// <summary>The kernel does not end.</summary>
    Endless,
}

/// <summary>A fault of a kernel.</summary>
/// <param name="kind">What it is.</param>
/// <param name="message">Kernel, line, thread and group, and what was found.</param>
internal sealed class PtxFault(PtxFaultKind kind, string message) : Exception($"{kind}: {message}")
{
    public PtxFaultKind Kind => kind;
}
