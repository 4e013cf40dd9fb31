namespace Fusion.Compiler.Schedule.Gpu;

/// <summary>The precisions beside fp32 that a project wants kernels for, as its file names them: <c>tf32</c>.</summary>
/// <param name="Precisions">Each once, in the order of <see cref="GpuPrecision"/>; none where none is named.</param>
/// <param name="Unknown">Names of no precision.</param>
public sealed record GpuPrecisionNames(EquatableArray<GpuPrecision> Precisions, EquatableArray<string> Unknown)
{
    private static readonly (string Name, GpuPrecision Precision)[] s_names =
    [
        ("tf32", GpuPrecision.TensorFloat32),
        ("tf32x3", GpuPrecision.TensorFloat32x3),
        ("bf16", GpuPrecision.BFloat16),
    ];

    public static IEnumerable<string> All => s_names.Select(entry => entry.Name);

    /// <param name="text">Names in any case and order, with commas or semicolons between them.</param>
    public static GpuPrecisionNames Parse(string text)
    {
        var names = text.Split(',', ';').Select(name => name.Trim()).Where(name => name.Length > 0).ToList();
        return new GpuPrecisionNames(
            s_names.Where(entry => names.Any(name => IsNameOf(name, entry.Name))).Select(entry => entry.Precision).ToEquatableArray(),
            names.Where(name => !All.Any(known => IsNameOf(name, known))).ToEquatableArray());
    }

    private static bool IsNameOf(string name, string known) => name.Equals(known, StringComparison.OrdinalIgnoreCase);
}
