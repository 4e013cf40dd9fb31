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
        "Allocate", "Barrier", "Cast", "IdxX", "IdxY", "SubView", "NaN", "IsNaN", "PositiveInfinity", "NegativeInfinity",
        "KernelsTensorFloat32", "BatchKernelsTensorFloat32",
        // The products of tiles, and functions of one number.
        "Multiply", "MultiplyTensorFloat32", "ProductTensorFloat32", "TensorFloat32", "Exp", "Log", "Sigmoid", "Silu", "HardSwish", "ExpMinusOne", "Tanh", "Elu", "Mish", "Gelu", "GeluTanh", "Greater",
        "Unit", "Mix",
    };

    /// <summary>Also those of sums of tiles: <c>Sums4x8</c>; and those of one of several sizes' classes: <c>GpuKernels_1</c>. A number
    /// behind a name makes it another one.</summary>
    public static bool IsTaken(string name) =>
        s_taken.Contains(name) || IsNumbered(name, "Sums", 'x') || IsNumbered(name, "GpuKernels_", '0');

    private static bool IsNumbered(string name, string start, char separator) =>
        name.StartsWith(start, StringComparison.Ordinal) && name.Skip(start.Length).All(c => char.IsDigit(c) || c == separator);
}
