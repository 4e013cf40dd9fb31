using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Schedule.Gpu;

/// <summary>Plans what is no convolution.</summary>
internal static class GpuMaps
{
    /// <summary>Whether an operation has a kernel.</summary>
    public static bool Has(Operation operation) => operation is Copy or Subsample or PadChannels or MaxPool or AveragePool or GlobalPool
        or Upsample or Broadcast or Reduce or ChannelShuffle or Interleave or Flatten or LocalResponseNorm or Softmax
        or Resampling or PositionScan or DepthToSpace or SpaceToDepth or Recurrence { Hidden: <= GpuRecurrencePlan.MostHidden }
        or MatMul or CausalMask or Transpose or Gather or ParameterValue || IsNorm(operation);

    private static bool IsNorm(Operation operation) => operation is LayerNorm or RmsNorm or GroupNorm or Normalize;

    public static GpuKernelPlan Plan(
        string title, Operation operation, EquatableArray<View> inputs, View output, EquatableArray<EpilogueStep> epilogue,
        int rank = 0) =>
        operation switch
        {
            GlobalPool pool => new GpuReducePlan(title, pool.Mode, inputs[0], inputs[0].Pixels, inputs[0].Pixels, output, epilogue),
            Softmax => new GpuSoftmaxPlan(title, inputs[0], output, epilogue),
            Recurrence steps => new GpuRecurrencePlan(title, steps, inputs[0], output, epilogue),
            _ when IsNorm(operation) => new GpuNormPlan(title, operation, inputs[0], output, epilogue),
            _ when Has(operation) => new GpuMapPlan(title, operation, inputs, output, epilogue)
            {
                Rank = rank,
                Lanes = Lanes(operation, [.. inputs, output,
                    .. epilogue.Where(step => !step.IsOneNumber(output)).Select(step => step.Operand).OfType<View>()]),
            },
            _ => throw new NotSupportedException($"{operation.Kind} has no kernel for GPUs."),
        };

    /// <summary>Four channels side by side where every value allows it.</summary>
    private static int Lanes(Operation operation, IEnumerable<View> values) =>
        operation is Reduce { Axes: Axes.Channels } or ChannelShuffle or Interleave or Flatten or LocalResponseNorm or PadChannels
            or MatMul or CausalMask or Transpose or PositionScan or DepthToSpace { Interleaved: true }
            or SpaceToDepth { Interleaved: true } ? 1
            : values.All(GpuLanes.IsOfVectors) ? 4 : 1;
}

/// <summary>Which values can be read and written four channels at a time.</summary>
internal static class GpuLanes
{
    public static bool IsOfVectors(View view) => view.Channels % 4 == 0 && view.PixelStride % 4 == 0 && view.ChannelOffset % 4 == 0
        && view.FrameOffset % 4 == 0 && view.Buffer.Floats % 4 == 0 && (view.Lattice is null || IsOfVectors(view.Lattice.Of));
}
