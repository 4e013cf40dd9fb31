namespace Fusion.Compiler.Operations;

/// <summary>
/// <c>w − η · v</c>, or with Nesterov's momentum <c>w − η · (g + λ · w + µ · v)</c>, as in PyTorch. Inputs: the gradient g and, where there
/// is momentum, the new v.
/// </summary>
/// <param name="Factor">µ; 0 for no momentum.</param>
/// <param name="Decay">λ, the weight decay.</param>
/// <param name="Nesterov">Whether the step looks ahead.</param>
public sealed record SgdStep(string Target, EquatableArray<int> Dimensions, double Factor, double Decay, bool Nesterov)
    : UpdateOperation(Target, Dimensions)
{
    public override IReadOnlyList<string> States => [Target];

    protected override IEnumerable<(string Name, object Value)> Settings =>
        [("factor", Factor), ("decay", Decay), .. Nesterov ? [("nesterov", (object)true)] : Array.Empty<(string, object)>()];

    public override double Apply(double[] states, double[] values, double[] step, double scale)
    {
        double gradient = scale * values[0] + Decay * states[0];
        double direction = Factor == 0 ? gradient : Nesterov ? gradient + Factor * values[1] : values[1];
        return states[0] - step[StepNumbers.LearningRate] * direction;
    }
}
