namespace Fusion.Compiler.Differentiate;

/// <summary>One term of what training makes small: <c>Weight · Loss(…)</c>.</summary>
/// <param name="Name">By which its value is reported.</param>
/// <param name="Loss">An operation on whole batches whose result is one number.</param>
public sealed record LossTerm(string Name, Operation Loss, EquatableArray<LossOperand> Operands, double Weight = 1);

/// <summary>What a loss reads.</summary>
/// <param name="Name">An output of the network, or an input of the training step.</param>
/// <param name="Given">The shape of one sample of the input; null for an output.</param>
public sealed record LossOperand(string Name, Shape? Given = null);
