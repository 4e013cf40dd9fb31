namespace Fusion.Compiler.Operations;

/// <summary><c>µ · v + g + λ · w</c>: the momentum of stochastic gradient descent, as in PyTorch. Input: the gradient g.</summary>
/// <param name="Factor">µ.</param>
/// <param name="Decay">λ, the weight decay.</param>
public sealed record Momentum(string Target, EquatableArray<int> Dimensions, double Factor, double Decay)
    : UpdateOperation(Target, Dimensions)
{
    public string StateName => StatePrefix + "momentum." + Target;

    public override IReadOnlyList<string> States => [StateName, Target];

    protected override IEnumerable<(string Name, object Value)> Settings => [("factor", Factor), ("decay", Decay)];

    public override double Apply(double[] states, double[] values, double[] step, double scale) =>
        Factor * states[0] + (scale * values[0] + Decay * states[1]);
}
