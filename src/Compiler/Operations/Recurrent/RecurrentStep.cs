namespace Fusion.Compiler.Operations;

/// <summary>One step of a recurrence in training, and what its formula is written in.</summary>
/// <param name="Hidden">Numbers of the state.</param>
/// <param name="X">What the gates get from the input, side by side.</param>
/// <param name="Products">What they get from the state.</param>
/// <param name="State">The state before the step.</param>
/// <param name="Cell">The second state before it, where there is one.</param>
public sealed record RecurrentStep(TrainingContext Context, int Hidden, int X, int Products, int State, int Cell)
{
    /// <summary>Neighbouring gates of a value that has them side by side.</summary>
    public int Gate(int value, int first, int count = 1) => Context.Each(new Slice(first * Hidden, count * Hidden), value);

    public int Sum(int left, int right) => Context.Each(new Add(), left, right);

    public int Difference(int left, int right) => Context.Each(new Subtract(), left, right);

    public int Product(int left, int right) => Context.Each(new Multiply(), left, right);

    public int Sigmoid(int value) => Context.Each(new Sigmoid(), value);

    public int Tanh(int value) => Context.Each(new Tanh(), value);
}
