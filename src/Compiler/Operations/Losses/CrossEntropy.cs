using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>
/// <c>−1/P · Σ q · log softmax(x)</c> over all P positions of the batch: q is 1 − s at the label and s / K at all K classes (label
/// smoothing, arXiv 1512.00567), as in PyTorch. Inputs: the logits (…, K) and the labels (…, 1), the class's index as a number. In the
/// reference a label that is no class is an <see cref="ArgumentException"/>. Weighted, a third input w of the labels' shape is the factor
/// of each position; where its mean is 1, as the run time makes it of ignored labels and weights of classes, the sum is PyTorch's weighted
/// mean. A position of which w is 0 adds nothing.
/// </summary>
/// <param name="Smoothing">s, from 0 to 1.</param>
/// <param name="IsWeighted">Whether there are weights.</param>
public sealed record CrossEntropy(double Smoothing = 0, bool IsWeighted = false) : Loss
{
    public override IEnumerable<(string Name, object Value)> Properties
    {
        get
        {
            if (Smoothing != 0) yield return ("smoothing", Smoothing);
            if (IsWeighted) yield return ("weighted", true);
        }
    }

    public override int Differentiable => 1;

    protected override void Check(IReadOnlyList<Shape> inputs)
    {
        LossRule.Labels(Kind, Exactly(IsWeighted ? 3 : 2, inputs)[0], inputs[1]);
        if (IsWeighted) LossRule.SameShape(Kind, inputs[1], inputs[2], "labels", "weights");
        if (Smoothing is >= 0 and <= 1) return;
        throw new ShapeException($"{Kind}: smoothing is {ArgumentText.Describe(Smoothing)}, but it must lie between 0 and 1.", "smoothing");
    }

    public override double Value(IReadOnlyList<ReferenceTensor> inputs)
    {
        ReferenceTensor logits = inputs[0];
        double sum = 0;
        for (int pixel = 0; pixel < logits.Pixels; pixel++)
        {
            double weight = Weight(inputs, pixel);
            if (weight == 0) continue;
            double[] logs = LogSoftmax.Of(logits, pixel), targets = Targets(inputs, pixel);
            // A class that is masked by a logit of −∞ has no part where its target is 0.
            for (int c = 0; c < logs.Length; c++) sum -= targets[c] == 0 ? 0 : weight * targets[c] * logs[c];
        }
        return sum / logits.Pixels;
    }

    public override void Derive(IReadOnlyList<ReferenceTensor> inputs, int input, ReferenceTensor derivative)
    {
        for (int pixel = 0; pixel < derivative.Pixels; pixel++)
        {
            double[] logs = LogSoftmax.Of(inputs[0], pixel), targets = Targets(inputs, pixel);
            double scale = Weight(inputs, pixel) / derivative.Pixels;
            for (int c = 0; c < logs.Length; c++) derivative[pixel, c] = scale * (Math.Exp(logs[c]) - targets[c]);
        }
    }

    private double Weight(IReadOnlyList<ReferenceTensor> inputs, int pixel) => IsWeighted ? inputs[2][pixel, 0] : 1;

    private double[] Targets(IReadOnlyList<ReferenceTensor> inputs, int pixel)
    {
        int classes = inputs[0].Channels, label = ClassLabel.At(inputs[1], pixel, classes);
        return [.. Enumerable.Range(0, classes).Select(c => (c == label ? 1 - Smoothing : 0) + Smoothing / classes)];
    }
}
