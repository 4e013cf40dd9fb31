using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>Expressions that all kernels share.</summary>
public static class KernelText
{
    /// <summary>The pointer to channel 0 of a view's first pixel.</summary>
    public static string Base(View view, long offset = 0)
    {
        string start = view.Buffer.Kind switch
        {
            BufferKind.Workspace => "k->Workspace",
            BufferKind.State => "k->Weights",
            BufferKind.Band => $"((float**)k->Scratch)[{view.Buffer.Binding}]",
            _ => $"(float*)k->Bindings[{view.Buffer.Binding}]",
        };
        return Plus(start, view.Offset + offset);
    }

    /// <summary>The pointer to this thread's own memory, from so many of the kernel's floats on.</summary>
    public static string Scratch(CpuKernelPlan plan, long offset = 0) => Plus("k->Scratch", plan.ScratchOffset + offset);

    public static string Weights(long offset) => Plus("k->Weights", offset);

    /// <summary>The pointer to a convolution's packed weights.</summary>
    public static string Weights(PackedWeights weights) => weights.Place is { } place ? Base(place)
        : !weights.IsNarrow ? Weights(weights.Offset) : weights.Offset == 0
            ? "(ushort*)k->Weights"
            : $"(ushort*)({Weights(weights.Offset)})";

    /// <summary>The pointer to its biases.</summary>
    public static string Biases(PackedWeights weights) =>
        weights.Place is { } place ? Base(place, weights.BiasOffset) : Weights(weights.BiasOffset);

    public static string WeightType(bool isNarrow) => isNarrow ? "ushort" : "float";

    /// <summary>A constant for a parameter of the type <c>nint</c>, to which C# converts no larger number by itself.</summary>
    public static string Native(long value) =>
        value is >= int.MinValue and <= int.MaxValue ? CodeWriter.Number(value) : $"(nint)({CodeWriter.Number(value)})";

    /// <summary><c>text + offset</c>, without a zero.</summary>
    public static string Plus(string text, long offset) =>
        offset == 0 ? text : offset > 0 ? $"{text} + {CodeWriter.Number(offset)}" : $"{text} - {CodeWriter.Number(-offset)}";

    /// <summary>The text to add for an offset: <c>" + 64"</c>, or nothing for 0.</summary>
    public static string Offset(long offset) => Plus("", offset);

    /// <summary>Floats from a view's first row to row <paramref name="row"/>, in steps of so many frames and rows.</summary>
    public static string RowOffset(View view, string row, int rowsPerFrame, int frameStep = 1, int rowStep = 1)
    {
        long rowStride = (long)rowStep * view.RowStride, planeStride = (long)frameStep * view.PlaneStride;
        if (rowsPerFrame == int.MaxValue || planeStride == rowsPerFrame * rowStride) return Times(row, rowStride);
        return $"{row} / {rowsPerFrame} * {CodeWriter.Number(planeStride)} + {row} % {rowsPerFrame} * {CodeWriter.Number(rowStride)}";
    }

    public static string Times(string factor, long constant) => constant switch
    {
        0 => "0",
        _ when factor == "0" => "0",
        1 => factor,
        _ => $"{factor} * {CodeWriter.Number(constant)}",
    };

    /// <summary>The rows of one frame where there are several frames; otherwise rows are counted through.</summary>
    public static int RowsPerFrame(View output) => output.Frames == 1 ? int.MaxValue : output.Height;

    /// <summary>On every method of a kernel: it is compiled once, with full optimisation, when it is first called; the second run is as
    /// fast as any later one.</summary>
    public const string FullyOptimised = "[@MethodImpl(MethodImplOptions.AggressiveOptimization)]";

    /// <summary>Starts a kernel's method.</summary>
    public static void OpenKernel(CodeWriter writer, CpuKernelPlan plan)
    {
        writer.Line();
        writer.Summary(plan.Title + ".");
        writer.Line(FullyOptimised);
        writer.Open($"private static void {plan.Name}(KernelArguments* k, int first, int last)");
        writer.Open("unchecked");
        foreach (Schedule.Buffer buffer in plan.ClearsHaloOf) ClearHalo(writer, buffer);
    }

    public static void CloseKernel(CodeWriter writer)
    {
        writer.Close();
        writer.Close();
    }

    /// <summary>The statement that zeroes so many floats, or values of another type.</summary>
    public static string Clear(string pointer, string count, string type = "float") =>
        $"new global::System.Span<{type}>({pointer}, {count}).Clear();";

    /// <inheritdoc cref="Clear(string, string, string)"/>
    public static string Clear(string pointer, long count) => Clear(pointer, CodeWriter.Number(count));

    private static void ClearHalo(CodeWriter writer, Schedule.Buffer buffer)
    {
        writer.Comment(
            $"Zeros around '{buffer.Name}', so that convolutions that pad need no test for edges. The first participant does it.");
        string before = string.Join(", ", buffer.HaloBefore), after = string.Join(", ", buffer.HaloAfter);
        writer.Line($"if (first == 0 && last > 0) Halo.Clear(k->Workspace{Offset(buffer.Offset)}, "
            + $"({buffer.Frames}, {buffer.Height}, {buffer.Width}), ({before}), ({after}), {buffer.Channels});");
    }
}
