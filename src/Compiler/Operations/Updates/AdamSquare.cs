namespace Fusion.Compiler.Operations;

/// <summary><c>β₂ · v + (1 − β₂) · (g + λ · w)²</c>: Adam's second moment (arXiv 1412.6980). Input: the gradient g.</summary>
/// <param name="Beta">β₂.</param>
/// <param name="Decay">λ, weight decay as a part of the gradient; 0 for AdamW.</param>
public sealed record AdamSquare(string Target, EquatableArray<int> Dimensions, double Beta, double Decay)
    : UpdateOperation(Target, Dimensions)
{
    public string StateName => StatePrefix + "square." + Target;

    public override IReadOnlyList<string> States => [StateName, Target];

    protected override IEnumerable<(string Name, object Value)> Settings => [("beta", Beta), ("decay", Decay)];

    public override double Apply(double[] states, double[] values, double[] step, double scale)
    {
        double gradient = scale * values[0] + Decay * states[1];
        return Beta * states[0] + (1 - Beta) * gradient * gradient;
    }
}
