using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>
/// <c>−1/P · Σ q · log softmax(x)</c> over all P positions of the batch: q is 1 − s at the label and s / K at all K classes (label
/// smoothing, arXiv 1512.00567), as in PyTorch. Inputs: the logits (…, K) and the labels (…, 1), the class's index as a number. In the
/// reference a label that is no class is an <see cref="ArgumentException"/>.
/// </summary>
/// <param name="Smoothing">s, from 0 to 1.</param>
public sealed record CrossEntropy(double Smoothing = 0) : Loss
{
    public override IEnumerable<(string Name, object Value)> Properties => Smoothing == 0 ? [] : [("smoothing", Smoothing)];

    public override int Differentiable => 1;

    protected override void Check(IReadOnlyList<Shape> inputs)
    {
        LossRule.Labels(Kind, Exactly(2, inputs)[0], inputs[1]);
        if (Smoothing is >= 0 and <= 1) return;
        throw new ShapeException($"{Kind}: smoothing is {ArgumentText.Describe(Smoothing)}, but it must lie between 0 and 1.", "smoothing");
    }

    public override double Value(IReadOnlyList<ReferenceTensor> inputs)
    {
        ReferenceTensor logits = inputs[0];
        double sum = 0;
        for (int pixel = 0; pixel < logits.Pixels; pixel++)
        {
            double[] logs = LogSoftmax.Of(logits, pixel), targets = Targets(inputs, pixel);
            // A class that is masked by a logit of −∞ has no part where its target is 0.
            for (int c = 0; c < logs.Length; c++) sum -= targets[c] == 0 ? 0 : targets[c] * logs[c];
        }
        return sum / logits.Pixels;
    }

    public override void Derive(IReadOnlyList<ReferenceTensor> inputs, int input, ReferenceTensor derivative)
    {
        for (int pixel = 0; pixel < derivative.Pixels; pixel++)
        {
            double[] logs = LogSoftmax.Of(inputs[0], pixel), targets = Targets(inputs, pixel);
            for (int c = 0; c < logs.Length; c++) derivative[pixel, c] = (Math.Exp(logs[c]) - targets[c]) / derivative.Pixels;
        }
    }

    private double[] Targets(IReadOnlyList<ReferenceTensor> inputs, int pixel)
    {
        int classes = inputs[0].Channels, label = ClassLabel.At(inputs[1], pixel, classes);
        return [.. Enumerable.Range(0, classes).Select(c => (c == label ? 1 - Smoothing : 0) + Smoothing / classes)];
    }
}
