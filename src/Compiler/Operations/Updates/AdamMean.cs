namespace Fusion.Compiler.Operations;

/// <summary><c>β₁ · m + (1 − β₁) · (g + λ · w)</c>: Adam's first moment (arXiv 1412.6980). Input: the gradient g.</summary>
/// <param name="Beta">β₁.</param>
/// <param name="Decay">λ, weight decay as a part of the gradient; 0 for AdamW.</param>
public sealed record AdamMean(string Target, EquatableArray<int> Dimensions, double Beta, double Decay)
    : UpdateOperation(Target, Dimensions)
{
    public string StateName => StatePrefix + "mean." + Target;

    public override IReadOnlyList<string> States => [StateName, Target];

    protected override IEnumerable<(string Name, object Value)> Settings => [("beta", Beta), ("decay", Decay)];

    public override double Apply(double[] states, double[] values, double[] step, double scale) =>
        Beta * states[0] + (1 - Beta) * (scale * values[0] + Decay * states[1]);
}
