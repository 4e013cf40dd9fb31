using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>
/// What gradients are multiplied by: 1, or, where their norm over all parameters is to be at most <see cref="Clip"/>, what brings it
/// there, <c>min(1, clip / (norm + 1e-6))</c> as in PyTorch. It is no number where a loss, a gradient or a batch's statistic is none, or
/// the gradients are too large to be squared: the step then changes nothing. Inputs: the terms of the loss, the gradients, the statistics.
/// </summary>
/// <param name="Terms">How many terms the loss has.</param>
/// <param name="Gradients">How many gradients there are.</param>
/// <param name="Clip">The greatest norm; 0 for any.</param>
public sealed record StepGuard(int Terms, int Gradients, double Clip = 0) : TrainingOperation
{
    public override IEnumerable<(string Name, object Value)> Properties =>
    [
        ("terms", Terms), ("gradients", Gradients), .. Clip > 0 ? [("clip", (object)Clip)] : Array.Empty<(string, object)>(),
    ];

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        foreach (Shape term in inputs.Take(Terms)) Same(Shape.Of(1), term, "term");
        return Shape.Of(1);
    }

    public override void Evaluate(ReferenceContext context)
    {
        double loss = context.Inputs.Take(Terms).Sum(term => term.Values[0]);
        double gradients = context.Inputs.Skip(Terms).Take(Gradients).Sum(Squares);
        double statistics = context.Inputs.Skip(Terms + Gradients).Sum(Squares);
        bool isFinite = IsFinite(loss) && gradients < float.MaxValue && statistics < float.MaxValue;
        context.Output.Values[0] = !isFinite ? double.NaN : Clip > 0 ? Math.Min(1, Clip / (Math.Sqrt(gradients) + 1e-6)) : 1;
    }

    private static double Squares(ReferenceTensor value) => value.Values.Sum(element => element * element);

    private static bool IsFinite(double value) => !double.IsNaN(value) && !double.IsInfinity(value);
}
