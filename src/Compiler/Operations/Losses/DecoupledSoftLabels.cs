using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>
/// Decoupled knowledge distillation (DKD, arXiv 2203.08679): <see cref="SoftLabels"/> in two parts with weights of their own,
/// <c>T²/P · Σ [w KL(b_t ‖ b_s) + v KL(r_t ‖ r_s)]</c> over all P positions of the batch. b is how a softmax at temperature T divides
/// between the label's class and all others together; r is the softmax over the others alone. (With w = 1 and v = 1 − p, p the teacher's
/// probability of the label, it would be SoftLabels.) Inputs: the student's and the teacher's logits (…, K), K at least 2, and the labels
/// (…, 1). In the reference a label that is no class is an <see cref="ArgumentException"/>.
/// </summary>
/// <param name="Temperature">T, from 1e-6 to 1e6.</param>
/// <param name="Target">w, the weight of the label's class.</param>
/// <param name="Others">v, the weight of the others.</param>
public sealed record DecoupledSoftLabels(double Temperature = 4, double Target = 1, double Others = 8) : Loss
{
    public override IEnumerable<(string Name, object Value)> Properties =>
        [("temperature", Temperature), ("target", Target), ("others", Others)];

    protected override void Check(IReadOnlyList<Shape> inputs)
    {
        LossRule.SameShape(Kind, Exactly(3, inputs)[0], inputs[1], "student's logits", "teacher's");
        LossRule.Labels(Kind, inputs[0], inputs[2]);
        LossRule.Temperature(Kind, Temperature);
        LossRule.Weight(Kind, "target", Target);
        LossRule.Weight(Kind, "others", Others);
        if (inputs[0].Channels < 2)
            throw new ShapeException($"{Kind}: the logits {inputs[0]} have one class, but there must be others beside the label's.");
    }

    public override double Value(IReadOnlyList<ReferenceTensor> inputs)
    {
        double sum = 0;
        for (int pixel = 0; pixel < inputs[0].Pixels; pixel++)
        {
            Parts student = PartsOf(inputs, 0, pixel), teacher = PartsOf(inputs, 1, pixel);
            sum += Target * Divergence.Of(student.Binary, teacher.Binary) + Others * Divergence.Of(student.Rest, teacher.Rest);
        }
        return Temperature * Temperature / inputs[0].Pixels * sum;
    }

    public override void Derive(IReadOnlyList<ReferenceTensor> inputs, int input, ReferenceTensor derivative)
    {
        double scale = Temperature / derivative.Pixels;
        for (int pixel = 0; pixel < derivative.Pixels; pixel++)
        {
            Parts student = PartsOf(inputs, 0, pixel), teacher = PartsOf(inputs, 1, pixel), own = input == 0 ? student : teacher;
            double[] binary = Divergence.Derive(student.Binary, teacher.Binary, input);
            double[] rest = Divergence.Derive(student.Rest, teacher.Rest, input);
            derivative[pixel, own.Label] = scale * Target * binary[0];
            // The others' common logit is log Σ exp of theirs, whose derivatives are the shares of r.
            for (int i = 0; i < rest.Length; i++)
                derivative[pixel, i < own.Label ? i : i + 1] =
                    scale * (Target * binary[1] * Math.Exp(own.Rest[i]) + Others * rest[i]);
        }
    }

    private Parts PartsOf(IReadOnlyList<ReferenceTensor> inputs, int input, int pixel)
    {
        ReferenceTensor logits = inputs[input];
        int label = ClassLabel.At(inputs[2], pixel, logits.Channels);
        double[] others = [.. Enumerable.Range(0, logits.Channels).Where(c => c != label).Select(c => logits[pixel, c] / Temperature)];
        return new Parts(
            label, LogSoftmax.Of([logits[pixel, label] / Temperature, LogSoftmax.Sum(others)]), LogSoftmax.Of(others));
    }

    /// <summary>The logarithms of b, and of r in the order of the classes without the label's.</summary>
    private sealed record Parts(int Label, double[] Binary, double[] Rest);
}
