using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>What <see cref="MeanSquaredError"/> brings to one length before it compares.</summary>
public enum FeatureNormalization
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>All values of a sample together.</summary>
    PerSample,

    /// <summary>The channels of each position.</summary>
    PerPixel,
}

/// <summary>
/// The mean of <c>(A − T)²</c> over all values of the batch, N·H·W·C of them (FitNets, arXiv 1412.6550). Normalised, A and T are first
/// divided by their root mean square, over a sample or over the channels of a position, so that the mean is that of
/// <c>‖A/‖A‖ − T/‖T‖‖² = 2 (1 − cos(A, T))</c> over the samples or the positions. Lengths are at least 1e-12, as in PyTorch's
/// <c>normalize</c>: zeros stay zeros, are as far from everything as 1, and have no derivative (PyTorch's is 1e12). Inputs: A, the
/// student's features behind the connector, and T, the teacher's, of one shape. For predictions and their targets it is the mean squared
/// error of regression.
/// </summary>
public sealed record MeanSquaredError(FeatureNormalization Normalization = FeatureNormalization.None) : Loss
{
    public override IEnumerable<(string Name, object Value)> Properties =>
        Normalization == FeatureNormalization.None ? [] : [("normalization", Normalization.ToString())];

    protected override void Check(IReadOnlyList<Shape> inputs) => LossRule.SameFeatures(Kind, Exactly(2, inputs)[0], inputs[1]);

    public override double Value(IReadOnlyList<ReferenceTensor> inputs)
    {
        double sum = 0;
        foreach (int start in Starts(inputs[0].Shape)) sum += Difference(inputs, start).Sum(value => value * value);
        return sum / Divisor(inputs[0].Shape);
    }

    public override void Derive(IReadOnlyList<ReferenceTensor> inputs, int input, ReferenceTensor derivative)
    {
        double scale = (input == 0 ? 2 : -2) / Divisor(derivative.Shape);
        foreach (int start in Starts(derivative.Shape))
        {
            double[] own = Array.ConvertAll(Difference(inputs, start), value => scale * value);
            if (Normalization != FeatureNormalization.None) own = UnitVector.Derive(Part(inputs[input], start), own);
            own.CopyTo(derivative.Values, start);
        }
    }

    private double[] Difference(IReadOnlyList<ReferenceTensor> inputs, int start) =>
        [.. Scaled(Part(inputs[0], start)).Zip(Scaled(Part(inputs[1], start)), (a, t) => a - t)];

    private double[] Scaled(double[] part) => Normalization == FeatureNormalization.None ? part : UnitVector.Of(part);

    private double[] Part(ReferenceTensor tensor, int start) => tensor.Values.AsSpan(start, Length(tensor.Shape)).ToArray();

    /// <summary>Where the parts begin that are normalised alone.</summary>
    private IEnumerable<int> Starts(Shape shape)
    {
        for (int start = 0; start < shape.Elements; start += Length(shape)) yield return start;
    }

    private int Length(Shape shape) => Normalization switch
    {
        FeatureNormalization.PerSample => (int)shape.Elements / shape.Dimensions[0],
        FeatureNormalization.PerPixel => shape.Channels,
        _ => (int)shape.Elements,
    };

    private double Divisor(Shape shape) =>
        Normalization == FeatureNormalization.None ? shape.Elements : shape.Elements / Length(shape);
}
