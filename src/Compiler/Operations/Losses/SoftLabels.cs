using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>
/// A teacher's soft labels (arXiv 1503.02531): <c>T²/P · Σ p (log p − log q)</c> over all P positions of the batch and all K classes, with
/// <c>q = softmax(x / T)</c> of the student's logits and <c>p = softmax(t / T)</c> of the teacher's. T² keeps the size of the gradients
/// the same for every temperature. For logits (N, K) it is PyTorch's <c>kl_div</c> with the reduction <c>batchmean</c>, times T². Inputs:
/// the student's and the teacher's logits (…, K), not their softmax.
/// </summary>
/// <param name="Temperature">T, from 1e-6 to 1e6.</param>
public sealed record SoftLabels(double Temperature = 4) : Loss
{
    public override IEnumerable<(string Name, object Value)> Properties => [("temperature", Temperature)];

    protected override void Check(IReadOnlyList<Shape> inputs)
    {
        LossRule.SameShape(Kind, Exactly(2, inputs)[0], inputs[1], "student's logits", "teacher's");
        LossRule.Temperature(Kind, Temperature);
    }

    public override double Value(IReadOnlyList<ReferenceTensor> inputs)
    {
        double sum = 0;
        for (int pixel = 0; pixel < inputs[0].Pixels; pixel++) sum += Divergence.Of(Logs(inputs[0], pixel), Logs(inputs[1], pixel));
        return Temperature * Temperature / inputs[0].Pixels * sum;
    }

    public override void Derive(IReadOnlyList<ReferenceTensor> inputs, int input, ReferenceTensor derivative)
    {
        // One of the two factors T goes to the division of the logits.
        double scale = Temperature / derivative.Pixels;
        for (int pixel = 0; pixel < derivative.Pixels; pixel++)
        {
            double[] own = Divergence.Derive(Logs(inputs[0], pixel), Logs(inputs[1], pixel), input);
            for (int c = 0; c < own.Length; c++) derivative[pixel, c] = scale * own[c];
        }
    }

    private double[] Logs(ReferenceTensor logits, int pixel) => LogSoftmax.Of(logits, pixel, Temperature);
}
