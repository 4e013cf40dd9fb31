using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>A value that all samples of a batch share, once for each of them.</summary>
public sealed record Replicate(int Samples) : TrainingOperation
{
    public override IEnumerable<(string Name, object Value)> Properties => [("samples", Samples)];

    public override Shape InferShape(IReadOnlyList<Shape> inputs) => Batched.Of(Exactly(1, inputs)[0], Samples);

    public override void Evaluate(ReferenceContext context)
    {
        double[] one = context.Inputs[0].Values;
        for (int sample = 0; sample < Samples; sample++) one.CopyTo(context.Output.Values, sample * one.Length);
    }

    /// <summary>The sum over the samples.</summary>
    public override void Gradient(GradientContext context)
    {
        Shape shape = context.InputShapes[0];
        int rows = context.Add(new Reshape([Samples, checked((int)shape.Elements)]), context.OutputGradient);
        int sum = context.Add(new GlobalPool(GlobalPoolMode.Sum), rows);
        context.Give(0, context.Add(new Reshape(shape.Dimensions), sum));
    }
}
