using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>The rows of its input that a sliding operation reads for a row of its output.</summary>
/// <param name="Padding">Rows before the first.</param>
/// <param name="Stride">Rows from one window to the next.</param>
/// <param name="Reach">Rows from the first of a window to the last, both included.</param>
internal sealed record RowWindow(int Padding, int Stride, int Reach)
{
    /// <summary>Bands of higher windows would be larger than a cache.</summary>
    private const int MostReach = 1024;

    public static RowWindow Of(PackedConvolution convolution) => new(
        convolution.Padding[1], convolution.Stride[1], convolution.Dilation[1] * (convolution.Kernel[1] - 1) + 1);

    /// <summary>That of a pooling; null for other operations, and where windows are high.</summary>
    public static RowWindow? Of(Operation operation) => operation switch
    {
        MaxPool pool => Of(PoolWindow.Of(pool).Along(1)),
        AveragePool pool => Of(PoolWindow.Of(pool).Along(1)),
        _ => null,
    };

    /// <summary>What bands of so many rows of output need of a value.</summary>
    public BandValue Over(View value, int rows) => new(value.Buffer, -Padding, (rows - 1) * Stride + Reach, rows * Stride);

    private static RowWindow? Of(PoolSpan span) =>
        span.Extent <= MostReach ? new(span.Padding, span.Stride, (int)span.Extent) : null;
}
