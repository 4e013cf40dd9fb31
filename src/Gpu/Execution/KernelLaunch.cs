using Fusion.Gpu.Kernels;
using Fusion.Gpu.Runtime;
using ILGPU;
using ILGPU.Runtime;

namespace Fusion.Gpu.Execution;

/// <summary>A kernel of a session, with its groups.</summary>
/// <param name="Title">Its name for people.</param>
/// <param name="Kernel">The compiled kernel.</param>
/// <param name="Groups">The groups and their threads.</param>
/// <param name="Places">Where its values and weights lie.</param>
internal sealed record KernelLaunch(string Title, LoadedKernel Kernel, KernelConfig Groups, GpuPlaces Places)
{
    /// <exception cref="GpuException">The batch needs more groups than the device takes.</exception>
    public static KernelLaunch Of(GpuKernel kernel, LoadedKernel loaded, int batch, Accelerator accelerator)
    {
        long x = kernel.GroupsX(batch);
        Index3D most = accelerator.MaxGridSize;
        if (x > most.X || kernel.GroupsY > most.Y)
            throw new GpuException(
                $"The kernel '{kernel.Title}' has {x} x {kernel.GroupsY} groups for a batch of {batch}; {accelerator.Name} takes " +
                $"{most.X} x {most.Y}. Take a smaller GpuOptions.Batch.");
        return new KernelLaunch(
            kernel.Title, loaded, new KernelConfig(new Index3D((int)x, kernel.GroupsY, 1), new Index3D(kernel.Threads, 1, 1)),
            kernel.Places);
    }

    public void Launch(AcceleratorStream stream, SessionMemory memory, int batch) =>
        Kernel.Launch(
            stream, Groups, memory.Weights.View, memory.Workspace.View, memory.Inputs.View, memory.Outputs.View, batch, Places);
}
