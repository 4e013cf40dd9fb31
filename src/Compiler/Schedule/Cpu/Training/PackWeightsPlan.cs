using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>
/// Lays a layer's weights out in panels, in each training step before they are read: the last one has changed them.
/// </summary>
/// <param name="Weights">Where the panels go.</param>
/// <param name="Source">Where the weights lie as the state dict has them.</param>
/// <param name="Bias">Likewise the bias; null where there is none.</param>
/// <param name="IsTransposed">Whether the panels are those of the layer's gradient.</param>
public sealed record PackWeightsPlan(string Title, PackedWeights Weights, ParameterVector Source, ParameterVector? Bias, bool IsTransposed)
    : CpuKernelPlan(Title)
{
    /// <summary>The phase of a strided layer's input, or of a transposed convolution's result, whose taps they are; null for all of the
    /// layer's taps.</summary>
    public PhaseLayer? Phase { get; init; }

    /// <summary>Whether the kernel that passes over a panel calls this one for it, which then goes to the thread's own memory, its bias
    /// behind it.</summary>
    public bool IsCalled { get; init; }

    public override long ScratchFloats => IsCalled ? PanelFloats + Weights.PanelChannels : 0;

    /// <summary>Weights of a full panel.</summary>
    public long PanelFloats => (long)Weights.Depth * Weights.PanelChannels;

    /// <summary>Whether a panel's weights lie in one piece where they come from: those of outputs that follow each other do.</summary>
    public bool HasRowsOfPanels => !IsTransposed;

    /// <summary>Taps of the layer.</summary>
    public int LayerTaps => Phase?.Layer.Taps ?? Weights.Convolution.Taps;

    public override int Units => Weights.IsDepthwise ? 1 : Weights.Panels;

    public override IEnumerable<View> Reads => [];

    public override IEnumerable<View> Writes => IsCalled ? [] : PlanViews.Of(Weights.Place);
}

/// <summary>Lays PReLU's slopes out, one for each channel, at the beginning of each training step.</summary>
/// <param name="Slopes">Where they go.</param>
/// <param name="Source">Where they lie as the state dict has them: as many, or one for all channels.</param>
public sealed record PackSlopesPlan(string Title, SlopeVector Slopes, ParameterVector Source) : CpuKernelPlan(Title)
{
    public override int Units => 1;

    public override IEnumerable<View> Reads => [];

    public override IEnumerable<View> Writes => [];
}
