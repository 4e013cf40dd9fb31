namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>
/// Transforms a layer's 3×3 filters for Winograd's form, in each training step before they are read, and lays them out in panels: for each
/// point of the transform, for each input, the panel's outputs side by side.
/// </summary>
/// <param name="Weights">Where the panels go.</param>
/// <param name="Source">Where the weights lie as the state dict has them.</param>
/// <param name="Bias">Likewise the bias; null where there is none.</param>
/// <param name="IsTransposed">Whether the panels are those of the layer's gradient.</param>
public sealed record TransformWeightsPlan(
    string Title, PackedWeights Weights, ParameterVector Source, ParameterVector? Bias, bool IsTransposed) : CpuKernelPlan(Title)
{
    /// <summary>Inputs whose filters are read together, because they lie side by side. Winograd's form has a multiple of 16.</summary>
    public const int InputsAtOnce = 8;

    /// <summary>Values of a filter.</summary>
    public const int Taps = 9;

    /// <summary>Whether the kernel that multiplies with a panel calls this one for it, which then goes to the thread's own memory, its bias
    /// behind it.</summary>
    public bool IsCalled { get; init; }

    public override int Units => Weights.Panels;

    /// <summary>Transformed weights of a full panel.</summary>
    public long PanelFloats => (long)Weights.Depth * Weights.PanelChannels;

    /// <summary>What is kept in the thread's own memory for the caller.</summary>
    public long KeptFloats => IsCalled ? PanelFloats + Weights.PanelChannels : 0;

    /// <summary>The filters of a vector of outputs.</summary>
    public long FilterFloats => InputsAtOnce * Taps * (long)Weights.Lanes;

    /// <summary>Those of one input between the two passes of the transform.</summary>
    public long ColumnFloats => 3 * Weights.Transform!.Points * (long)Weights.Lanes;

    /// <summary>Also a panel's transformed filters of the inputs that are read together: the points lie far apart in the panel, most in the
    /// same set of a cache, and are written one by one.</summary>
    public override long ScratchFloats =>
        KeptFloats + FilterFloats + ColumnFloats + (long)InputsAtOnce * Weights.Transform!.Products * Weights.PanelChannels;

    public override IEnumerable<View> Reads => [];

    public override IEnumerable<View> Writes => IsCalled ? [] : PlanViews.Of(Weights.Place);
}
