using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>
/// The partial distance of the overhaul of feature distillation (arXiv 1904.01866): with the teacher's features cut off below,
/// <c>t = max(T, m)</c>, the sum of <c>(A − t)²</c> where <c>A &gt; t</c> or <c>t &gt; 0</c>, divided by the number N·H·W·C of all values
/// of the batch. (Where the teacher says nothing, no student is punished for being below.) The authors sum over all values, divide by N
/// alone, and weigh with 1/1000. Inputs: A, the student's features behind the connector, and T, the teacher's, of one shape and both
/// before the ReLU, and m (C), one margin for each channel: see <see cref="BatchNormMargin"/>. Where T = m, the derivative goes to T.
/// </summary>
public sealed record MarginMse : Loss
{
    public override int Differentiable => 3;

    protected override void Check(IReadOnlyList<Shape> inputs)
    {
        LossRule.SameFeatures(Kind, Exactly(3, inputs)[0], inputs[1]);
        if (inputs[2] != Shape.Of(inputs[1].Channels))
            throw new ShapeException($"{Kind}: the margins are {inputs[2]}, but the features {inputs[1]} need one for each channel, which "
                + $"is {Shape.Of(inputs[1].Channels)}.");
    }

    public override double Value(IReadOnlyList<ReferenceTensor> inputs)
    {
        double sum = 0;
        for (int pixel = 0; pixel < inputs[0].Pixels; pixel++)
            for (int c = 0; c < inputs[0].Channels; c++) sum += Math.Pow(Difference(inputs, pixel, c), 2);
        return sum / inputs[0].Shape.Elements;
    }

    public override void Derive(IReadOnlyList<ReferenceTensor> inputs, int input, ReferenceTensor derivative)
    {
        double scale = (input == 0 ? 2.0 : -2.0) / inputs[0].Shape.Elements;
        for (int pixel = 0; pixel < inputs[0].Pixels; pixel++)
        {
            for (int c = 0; c < inputs[0].Channels; c++)
            {
                double own = scale * Difference(inputs, pixel, c);
                bool isTeachers = inputs[1][pixel, c] >= inputs[2][0, c];
                if (input == 2) derivative[0, c] += isTeachers ? 0 : own;
                else derivative[pixel, c] = input == 0 || isTeachers ? own : 0;
            }
        }
    }

    /// <summary>A − t where it counts, else 0; the product keeps a NaN from being hidden.</summary>
    private static double Difference(IReadOnlyList<ReferenceTensor> inputs, int pixel, int channel)
    {
        double a = inputs[0][pixel, channel], t = Math.Max(inputs[1][pixel, channel], inputs[2][0, channel]);
        return (a - t) * (a > t || t > 0 ? 1 : 0);
    }
}
