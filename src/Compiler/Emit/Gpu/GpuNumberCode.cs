namespace Fusion.Compiler.Emit.Gpu;

/// <summary>Arithmetic of one thread on one number. The device's compiler fuses products with sums.</summary>
internal sealed class GpuNumberCode : INumberCode
{
    public static GpuNumberCode Instance { get; } = new();

    private GpuNumberCode()
    {
    }

    public string Type => "float";

    public string Constant(double value) => CodeWriter.Float(value);

    public string MultiplyAdd(string a, string b, string c) => $"({a} * {b} + {c})";
}
