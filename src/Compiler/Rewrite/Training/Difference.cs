using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Rewrite;

/// <summary>x − t, in the epilogue of an <see cref="ErrorSweep"/>'s product. Inputs: x and t.</summary>
public sealed record Difference : TrainingOperation
{
    public override Shape InferShape(IReadOnlyList<Shape> inputs) => Same(Exactly(2, inputs)[0], inputs[1], "subtrahend");

    public override void Evaluate(ReferenceContext context)
    {
        for (int i = 0; i < context.Output.Values.Length; i++)
            context.Output.Values[i] = context.Inputs[0].Values[i] - context.Inputs[1].Values[i];
    }
}
