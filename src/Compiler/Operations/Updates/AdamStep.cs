namespace Fusion.Compiler.Operations;

/// <summary>
/// <c>w · (1 − η · λ) − η · m̂ / (sqrt(v̂) + ε)</c>, m̂ and v̂ being the moments with their correction (arXiv 1412.6980; λ: arXiv
/// 1711.05101).
/// Inputs: the new m and v.
/// </summary>
/// <param name="Epsilon">ε.</param>
/// <param name="Decay">λ, weight decay apart from the gradient, of AdamW; 0 for Adam.</param>
public sealed record AdamStep(string Target, EquatableArray<int> Dimensions, double Epsilon, double Decay)
    : UpdateOperation(Target, Dimensions)
{
    public override IReadOnlyList<string> States => [Target];

    protected override IEnumerable<(string Name, object Value)> Settings => [("epsilon", Epsilon), ("decay", Decay)];

    public override double Apply(double[] states, double[] values, double[] step, double scale)
    {
        double rate = step[StepNumbers.LearningRate];
        double mean = values[0] * step[StepNumbers.FirstCorrection], square = values[1] * step[StepNumbers.SecondCorrection];
        return states[0] * (1 - rate * Decay) - rate * mean / (Math.Sqrt(square) + Epsilon);
    }
}
