namespace Fusion.Compiler.Operations;

/// <summary>
/// A simple recurrent layer over a sequence, as PyTorch's <c>nn.RNN</c>, whose parameters' names it has: a linear layer for the input of
/// all steps, and <see cref="RnnSteps"/>.
/// </summary>
public static class Rnn
{
    public static OperationDefinition Definition { get; } = RecurrentLayers.Define("Rnn",
        (path, hidden, suffix, bias, reverse) => new RnnSteps(path, hidden, suffix, bias, reverse));
}

/// <summary>The steps of a simple recurrent layer: <c>h' = tanh(x + U h + b)</c>. Elman, "Finding Structure in Time", 1990.</summary>
public sealed record RnnSteps(string Path, int Hidden, string Suffix = "_l0", bool Bias = true, bool Reverse = false)
    : Recurrence(Path, Hidden, Suffix, Bias, Reverse)
{
    public static OperationDefinition Definition { get; } = Define("RnnSteps",
        (path, hidden, suffix, bias, reverse) => new RnnSteps(path, hidden, suffix, bias, reverse));

    public override int Gates => 1;

    public override bool HasCell => false;

    protected override EquatableArray<int> OnnxGates => [0];

    protected override (string Operator, (string Name, object Value)[] Attributes) OnnxForm => ("RNN", []);

    protected override void Step(double[] x, double[] products, double[] state, double[] cell)
    {
        for (int i = 0; i < Hidden; i++) state[i] = Math.Tanh(x[i] + products[i]);
    }

    protected override (int State, int Cell) Train(RecurrentStep step) => (step.Tanh(step.Sum(step.X, step.Products)), step.Cell);
}
