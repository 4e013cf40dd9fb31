namespace Fusion.Compiler.Operations;

/// <summary>
/// Long short-term memory over a sequence, as PyTorch's <c>nn.LSTM</c>, whose parameters' names it has: a linear layer for the input of all
/// steps, and <see cref="LstmSteps"/>.
/// </summary>
public static class Lstm
{
    public static OperationDefinition Definition { get; } = RecurrentLayers.Define("Lstm",
        (path, hidden, suffix, bias, reverse) => new LstmSteps(path, hidden, suffix, bias, reverse));
}

/// <summary>
/// The steps of long short-term memory: with <c>(i, f, g, o) = x + U h + b</c>, the cell <c>c' = σ(f) c + σ(i) tanh(g)</c> and the state
/// <c>h' = σ(o) tanh(c')</c>. Hochreiter and Schmidhuber, "Long Short-Term Memory", 1997; the forget gate of Gers et al., 2000.
/// </summary>
public sealed record LstmSteps(string Path, int Hidden, string Suffix = "_l0", bool Bias = true, bool Reverse = false)
    : Recurrence(Path, Hidden, Suffix, Bias, Reverse)
{
    public static OperationDefinition Definition { get; } = Define("LstmSteps",
        (path, hidden, suffix, bias, reverse) => new LstmSteps(path, hidden, suffix, bias, reverse));

    public override int Gates => 4;

    public override bool HasCell => true;

    // Input, output, forget, cell.
    protected override EquatableArray<int> OnnxGates => [0, 3, 1, 2];

    protected override (string Operator, (string Name, object Value)[] Attributes) OnnxForm => ("LSTM", []);

    protected override void Step(double[] x, double[] products, double[] state, double[] cell)
    {
        for (int i = 0; i < Hidden; i++)
        {
            double Gate(int number) => x[number * Hidden + i] + products[number * Hidden + i];
            cell[i] = Sigmoid(Gate(1)) * cell[i] + Sigmoid(Gate(0)) * Math.Tanh(Gate(2));
            state[i] = Sigmoid(Gate(3)) * Math.Tanh(cell[i]);
        }
    }

    protected override (int State, int Cell) Train(RecurrentStep step)
    {
        int gates = step.Sum(step.X, step.Products), inner = step.Sigmoid(step.Gate(gates, 0, 2));
        int added = step.Product(step.Gate(inner, 0), step.Tanh(step.Gate(gates, 2)));
        int cell = step.Sum(step.Product(step.Gate(inner, 1), step.Cell), added);
        return (step.Product(step.Sigmoid(step.Gate(gates, 3)), step.Tanh(cell)), cell);
    }
}
