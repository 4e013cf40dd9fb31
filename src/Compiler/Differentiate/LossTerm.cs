namespace Fusion.Compiler.Differentiate;

/// <summary>One term of what training makes small: <c>Weight · Loss(…)</c>.</summary>
/// <param name="Name">By which its value is reported.</param>
public sealed record LossTerm(string Name, Loss Loss, EquatableArray<LossOperand> Operands, double Weight = 1);

/// <summary>What a loss reads.</summary>
/// <param name="Name">An output or a tap of the network, or an input of the training step.</param>
/// <param name="Given">The shape of one sample of the input; null for an output or a tap.</param>
/// <param name="IsShared">Whether the input is the same for all samples and has no dimension that counts them.</param>
public sealed record LossOperand(string Name, Shape? Given = null, bool IsShared = false);
