namespace Fusion.Compiler.Operations;

/// <summary>
/// Gated recurrent units over a sequence, as PyTorch's <c>nn.GRU</c>, whose parameters' names it has: a linear layer for the input of all
/// steps, and <see cref="GruSteps"/>.
/// </summary>
public static class Gru
{
    public static OperationDefinition Definition { get; } = RecurrentLayers.Define("Gru",
        (path, hidden, suffix, bias, reverse) => new GruSteps(path, hidden, suffix, bias, reverse));
}

/// <summary>
/// The steps of gated recurrent units: <c>r = σ(xᵣ + Uᵣ h + bᵣ)</c>, <c>z = σ(x_z + U_z h + b_z)</c>, <c>n = tanh(xₙ + r (Uₙ h + bₙ))</c>,
/// <c>h' = (1 − z) n + z h</c>. Cho et al., "Learning Phrase Representations using RNN Encoder–Decoder", 2014, with the reset gate behind
/// the product.
/// </summary>
public sealed record GruSteps(string Path, int Hidden, string Suffix = "_l0", bool Bias = true, bool Reverse = false)
    : Recurrence(Path, Hidden, Suffix, Bias, Reverse)
{
    public static OperationDefinition Definition { get; } = Define("GruSteps",
        (path, hidden, suffix, bias, reverse) => new GruSteps(path, hidden, suffix, bias, reverse));

    public override int Gates => 3;

    public override bool HasCell => false;

    // Update, reset, new.
    protected override EquatableArray<int> OnnxGates => [1, 0, 2];

    protected override (string Operator, (string Name, object Value)[] Attributes) OnnxForm => ("GRU", [("linear_before_reset", 1)]);

    protected override void Step(double[] x, double[] products, double[] state, double[] cell)
    {
        for (int i = 0; i < Hidden; i++)
        {
            int update = Hidden + i, candidate = 2 * Hidden + i;
            double r = Sigmoid(x[i] + products[i]), z = Sigmoid(x[update] + products[update]);
            double n = Math.Tanh(x[candidate] + r * products[candidate]);
            state[i] = (1 - z) * n + z * state[i];
        }
    }

    protected override (int State, int Cell) Train(RecurrentStep step)
    {
        int both = step.Sigmoid(step.Sum(step.Gate(step.X, 0, 2), step.Gate(step.Products, 0, 2)));
        int gated = step.Product(step.Gate(both, 0), step.Gate(step.Products, 2));
        int candidate = step.Tanh(step.Sum(step.Gate(step.X, 2), gated));
        int kept = step.Product(step.Gate(both, 1), step.Difference(step.State, candidate));
        return (step.Sum(candidate, kept), step.Cell);
    }
}
