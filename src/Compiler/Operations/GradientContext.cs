namespace Fusion.Compiler.Operations;

/// <summary>
/// What the gradient rule of an operation sees of one node, and where it puts what it makes: more nodes. Shapes are those of one sample
/// where the operation runs sample by sample; the nodes that the rule adds then run sample by sample, too.
/// </summary>
public abstract class GradientContext
{
    /// <summary>The values that the operation read.</summary>
    public abstract IReadOnlyList<int> Inputs { get; }

    public abstract IReadOnlyList<Shape> InputShapes { get; }

    /// <summary>The value that the operation made.</summary>
    public abstract int Output { get; }

    /// <summary>The derivative of the loss with respect to <see cref="Output"/>, in its shape.</summary>
    public abstract int OutputGradient { get; }

    /// <summary>Whether anything that is trained lies before that input. What no one needs is not computed.</summary>
    public abstract bool Needs(int input);

    /// <summary>Whether the parameter is trained.</summary>
    public abstract bool Trains(string parameter);

    /// <summary>Appends an operation and returns its value.</summary>
    public abstract int Add(Operation operation, params int[] inputs);

    /// <summary>Adds to the gradient of an input.</summary>
    public abstract void Give(int input, int gradient);

    /// <summary>Adds to the gradient of a parameter what the operation makes, summed over the samples.</summary>
    public abstract void GiveParameter(string parameter, Operation operation, params int[] inputs);
}

/// <summary>The operation has no gradient rule; Differentiate turns it into a diagnostic at the layer.</summary>
/// <param name="kind">The operation's name in declarations.</param>
public sealed class MissingGradientException(string kind) : Exception($"{kind} has no gradient, so that nothing before it can be trained.")
{
    public string Kind { get; } = kind;
}
