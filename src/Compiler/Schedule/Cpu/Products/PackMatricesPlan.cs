namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>Lays the right sides of products out in panels, as weights are. A unit is a panel of one matrix.</summary>
/// <param name="Source">The matrices.</param>
/// <param name="IsTransposed">Whether a row of the source is a column of the product's right side.</param>
/// <param name="Scale">What each value is multiplied by.</param>
/// <param name="Target">Where the panels go.</param>
public sealed record PackMatricesPlan(string Title, Matrices Source, bool IsTransposed, double Scale, PackedMatrices Target)
    : CpuKernelPlan(Title)
{
    public override string NameSuffix => "_Pack";

    public override int Units => Source.Count * Target.Weights.Panels;

    public override IEnumerable<View> Reads => [Source.View];

    public override IEnumerable<View> Writes => [Target.Weights.Place!];
}

/// <summary>Matrices in panels, one behind the other, and behind them a row of zeros: the bias that a product has not.</summary>
/// <param name="Weights">The first of them.</param>
/// <param name="Step">Floats from one to the next.</param>
public sealed record PackedMatrices(PackedWeights Weights, long Step)
{
    /// <param name="name">The buffer's.</param>
    /// <param name="depth">Rows of the right side, over which a product sums.</param>
    /// <param name="panelVectors">Chooses the panels' width of so many vectors.</param>
    public static PackedMatrices In(string name, InstructionSet set, int count, int depth, int columns, Func<int, int> panelVectors)
    {
        int vectors = set.Vectors(columns), panel = Math.Min(vectors, panelVectors(vectors)), padded = PackedWeights.PaddedTo16(columns);
        // A product is a linear layer whose weights are a value.
        var layer = Rewrite.PackedConvolution.Pointwise(new Rewrite.ConvolutionPart(new Linear(name, columns, Bias: false)));
        var weights = new PackedWeights(layer, null, false, 0, (long)count * depth * padded, depth, columns, panel, vectors % panel,
            set.Lanes)
        {
            Buffer = Buffer.Rows(name, checked(count * depth + 1), padded),
        };
        return new PackedMatrices(weights, (long)depth * padded);
    }
}
