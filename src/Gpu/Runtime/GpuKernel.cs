using System.ComponentModel;

namespace Fusion.Gpu.Runtime;

/// <summary>A kernel of a program, and how it is launched. For generated code.</summary>
/// <param name="Title">Its name for people.</param>
/// <param name="Method">A static method, not a lambda.</param>
/// <param name="Threads">Threads of a group, along the first dimension.</param>
/// <param name="UnitsPerSample">The work of one sample.</param>
/// <param name="UnitsPerGroup">The units that a group does. There are ceil(batch · <paramref name="UnitsPerSample"/> /
/// <paramref name="UnitsPerGroup"/>) groups along the first dimension. 1 where no group may have parts of two samples.</param>
/// <param name="GroupsY">Groups along the second dimension.</param>
/// <param name="Places">Where its values and weights lie. Kernels that differ in nothing else have one method.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record GpuKernel(
    string Title, GpuKernelMethod Method, int Threads, long UnitsPerSample, int UnitsPerGroup, int GroupsY, GpuPlaces Places = default)
{
    /// <summary>Groups along the first dimension.</summary>
    internal long GroupsX(int batch) => (checked(batch * UnitsPerSample) + UnitsPerGroup - 1) / UnitsPerGroup;
}
