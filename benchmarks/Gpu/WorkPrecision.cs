using Fusion.Gpu;
using Fusion.Samples;

namespace Fusion.Benchmarks;

/// <summary>A precision that networks are measured at.</summary>
/// <param name="Name">On the command line, and in tables.</param>
/// <param name="Tolerance">The largest difference from the processor's kernels, relative to the largest value.</param>
internal sealed record WorkPrecision(string Name, GpuPrecision Value, double Tolerance)
{
    public static WorkPrecision Single { get; } = new("fp32", GpuPrecision.Single, Agreement.Tolerance);

    /// <summary>Factors of TF32 are off by 2⁻¹² of themselves in the middle, with either sign, so that after some fifty layers the results
    /// are by some 2⁻¹¹ of the largest. Ten times that is allowed, and for BF16, which has three bits less, eighty times.</summary>
    public static IReadOnlyList<WorkPrecision> All { get; } =
    [
        Single,
        new("tf32", GpuPrecision.TensorFloat32, 5e-3),
        new("tf32x3", GpuPrecision.TensorFloat32x3, Agreement.Tolerance),
        new("bf16", GpuPrecision.BFloat16, 4e-2),
    ];

    public static WorkPrecision? Find(string name) => All.FirstOrDefault(one => one.Name == name);
}
