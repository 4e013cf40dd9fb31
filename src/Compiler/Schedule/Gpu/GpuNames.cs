namespace Fusion.Compiler.Schedule.Gpu;

/// <summary>Names that the methods of kernels cannot have, because what is printed beside them has them or calls them.</summary>
internal static class GpuNames
{
    private static readonly HashSet<string> s_taken = new(StringComparer.Ordinal)
    {
        // The class, its table, and the types that kernels are made of.
        "GpuKernels", "Kernels", "BatchKernels", "GpuKernel", "GpuPlaces", "ArrayView", "Float4", "Grid", "Group", "Interop",
        "SharedMemory", "MathF",
        // Members of these that are called.
        "Allocate", "Barrier", "Cast", "DimX", "IdxX", "IdxY", "SubView", "NaN", "IsNaN", "PositiveInfinity", "NegativeInfinity",
        // The products of tiles, and functions of one number.
        "Multiply", "Product", "Rest", "Exp", "Log", "Sigmoid", "Silu", "HardSwish", "ExpMinusOne", "Tanh", "Elu", "Mish",
        "Softplus", "Gelu",
        "GeluTanh", "Greater", "Less", "Ln", "Pow", "Sqrt", "Rsqrt", "Turn",
        "Unit", "Mix",
    };

    private static readonly string[] s_precisions = Enum.GetNames(typeof(GpuPrecision));

    /// <summary>Also those of sums of tiles: <c>Sums4x8</c>; and those of one of several sizes' classes: <c>GpuKernels_1</c>. A number
    /// behind a name makes it another one.</summary>
    public static bool IsTaken(string name) =>
        s_taken.Contains(name) || s_precisions.Any(precision => IsOfPrecision(name, precision)) || IsNumbered(name, "Sums", 'x')
            || IsNumbered(name, "GpuKernels_", '0');

    /// <summary>What each precision has for itself: <c>KernelsTensorFloat32</c>.</summary>
    private static bool IsOfPrecision(string name, string precision) => name.EndsWith(precision, StringComparison.Ordinal)
        && (name.Length == precision.Length || s_taken.Contains(name.Substring(0, name.Length - precision.Length)));

    private static bool IsNumbered(string name, string start, char separator) =>
        name.StartsWith(start, StringComparison.Ordinal) && name.Skip(start.Length).All(c => char.IsDigit(c) || c == separator);
}
