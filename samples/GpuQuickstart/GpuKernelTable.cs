using Fusion.Gpu;

namespace Fusion.Samples;

/// <summary>The kernels on a device, with the time that each took.</summary>
internal static class GpuKernelTable
{
    public static void Print(IReadOnlyList<KernelTime> kernels)
    {
        double total = Math.Max(1e-9, kernels.Sum(kernel => kernel.Mean.TotalMicroseconds));
        double longest = kernels.Select(kernel => kernel.Mean.TotalMicroseconds).DefaultIfEmpty(1).Max();
        foreach (KernelTime kernel in kernels)
        {
            double time = kernel.Mean.TotalMicroseconds;
            string share = $"{100 * time / total,5:0.0}%";
            Console.WriteLine(
                $"  {Text.Time(kernel.Mean),8} {share} {Text.Bar(time / longest, 12),-12} {kernel.Kernel + 1,3}  {kernel.Name}");
        }
    }
}
