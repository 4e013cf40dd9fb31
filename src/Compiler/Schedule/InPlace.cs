namespace Fusion.Compiler.Schedule;

/// <summary>
/// Whether an output of a network may lie in the memory of an input. It may where every kernel that reads the input has ended before the
/// first one that writes the output begins, or where both are one kernel that replaces value by value. What holds for the kernels holds for
/// any number of threads, because no kernel begins before the one before it has ended. An input that a tap shows must stay as it is.
/// </summary>
public static class InPlace
{
    /// <param name="plan">The kernels of one sample.</param>
    /// <param name="input">The index among the inputs.</param>
    /// <param name="output">The index among the outputs.</param>
    public static bool IsPossible(NetworkPlan plan, int input, int output)
    {
        if (plan.Taps.Any(tap => IsInput(tap.View, input))) return false;
        int outputBinding = plan.Graph.Inputs.Count() + output;
        int lastRead = -1, firstWrite = plan.Kernels.Count;
        for (int step = plan.Kernels.Count - 1; step >= 0; step--)
        {
            if (lastRead < 0 && plan.Kernels[step].ReadsInput(input)) lastRead = step;
            if (plan.Kernels[step].Writes.Any(view => IsOutput(view, outputBinding))) firstWrite = step;
        }
        return lastRead < firstWrite || (lastRead == firstWrite && ReplacesEachValue(plan.Kernels[lastRead], input, outputBinding));
    }

    private static bool ReplacesEachValue(KernelPlan kernel, int input, int outputBinding) =>
        kernel.ReplacesEachValue
        && kernel.Writes.FirstOrDefault(view => IsOutput(view, outputBinding)) is { } output
        && kernel.Reads.All(view => !IsInput(view, input) || IsSamePlace(view, output));

    /// <summary>Both views see their value at the same distance from where the caller's memory begins.</summary>
    private static bool IsSamePlace(View left, View right) =>
        (left.Frames, left.Height, left.Width, left.Channels) == (right.Frames, right.Height, right.Width, right.Channels)
        && (left.PixelStride, left.RowStride, left.PlaneStride) == (right.PixelStride, right.RowStride, right.PlaneStride)
        && left.Offset == right.Offset;

    private static bool IsInput(View view, int input) => view.Buffer.Kind == BufferKind.Input && view.Buffer.Binding == input;

    private static bool IsOutput(View view, int binding) => view.Buffer.Kind == BufferKind.Output && view.Buffer.Binding == binding;
}
