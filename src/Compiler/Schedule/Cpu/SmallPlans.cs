namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>Multiplies a gate into a copy of a 1×1 convolution's packed weights.</summary>
public sealed record ScaleWeightsPlan(string Title, PackedWeights Weights, View Gate, View Scaled) : CpuKernelPlan(Title)
{
    public override string NameSuffix => "_ScaleWeights";

    public override int Units => Weights.Panels;

    public override IEnumerable<View> Reads => [Gate];

    public override IEnumerable<View> Writes => [Scaled];
}

/// <summary>Adds the blocks of a squeeze in order, and divides by the number of pixels for a mean.</summary>
public sealed record SqueezeResultPlan(string Title, SqueezeSums Sums, View Output, int Pixels, bool IsMean) : CpuKernelPlan(Title)
{
    public override string NameSuffix => "_Squeeze";

    public override int Units => 1;

    /// <summary>The blocks' sums are added in double precision.</summary>
    public bool IsLong => SqueezeSums.PixelsOfBlock(Pixels, Sums.Blocks) + Sums.Blocks > LongSums.MostTerms;

    public override IEnumerable<View> Reads => [Sums.Sums];

    public override IEnumerable<View> Writes => [Output];
}

/// <summary>Brings an input of the caller into the workspace, with a halo where one is needed; bytes become floats on the way.</summary>
public sealed record PackInputPlan(string Title, int Binding, View Output) : CpuKernelPlan(Title)
{
    public override string NameSuffix => "_Pack";

    public override int Units => Output.Rows;

    public override bool ReadsInput(int input) => input == Binding;

    public override IEnumerable<View> Reads => [];

    public override IEnumerable<View> Writes => [Output];
}
