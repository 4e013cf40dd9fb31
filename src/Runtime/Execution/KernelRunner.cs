using System.ComponentModel;

namespace Fusion.Runtime;

/// <summary>Runs the steps of a program on one of the threads that take part in it. For generated code.</summary>
/// <remarks>
/// Every participant runs the whole program and does its share of the units of each step; a barrier keeps the steps apart. How units are
/// shared has no influence on the result, because a unit never depends on another unit of its step.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class KernelRunner
{
    internal KernelArguments* Arguments;

    /// <summary>Does this participant's share of the units [0, units) of a kernel, once every participant has finished the step before.</summary>
    /// <param name="kernel">The kernel's index in <see cref="NetworkVariant.Kernels"/>.</param>
    /// <param name="code">The kernel: arguments, first unit, unit after the last.</param>
    /// <param name="units">How many units there are.</param>
    public void Step(int kernel, delegate*<KernelArguments*, int, int, void> code, int units) => code(Arguments, 0, units);
}
