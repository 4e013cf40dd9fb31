using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>
/// What gradients are multiplied by: 1, or, where their norm over all parameters is to be at most <see cref="Clip"/>, what brings it
/// there, <c>min(1, clip / (norm + 1e-6))</c> as in PyTorch. It is no number where a loss is none: the step then changes nothing.
/// Inputs: the terms of the loss, then the gradients where they are clipped.
/// </summary>
/// <param name="Terms">How many terms the loss has.</param>
/// <param name="Clip">The greatest norm; 0 for any.</param>
public sealed record StepGuard(int Terms, double Clip = 0) : TrainingOperation
{
    public override IEnumerable<(string Name, object Value)> Properties =>
        [("terms", Terms), .. Clip > 0 ? [("clip", (object)Clip)] : None];

    private static (string, object)[] None => [];

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        foreach (Shape term in inputs.Take(Terms)) Same(Shape.Of(1), term, "term");
        return Shape.Of(1);
    }

    public override void Evaluate(ReferenceContext context)
    {
        double loss = context.Inputs.Take(Terms).Sum(term => term.Values[0]), squares = 0;
        foreach (ReferenceTensor gradient in context.Inputs.Skip(Terms)) squares += gradient.Values.Sum(value => value * value);
        // Of infinities and of what is no number, this is no number.
        double undefined = (loss - loss) + (squares - squares);
        context.Output.Values[0] = (Clip > 0 ? Math.Min(1, Clip / (Math.Sqrt(squares) + 1e-6)) : 1) + undefined;
    }
}
