using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>
/// What training makes small, as one operation: its inputs are whole batches, whose first dimension counts the samples, and its result is
/// one number, of shape (1). Each loss says in its docstring how it reduces. What is compared is student's first, teacher's second, unless
/// the loss says otherwise. Where both are the same, the losses that compare them are exactly 0.
/// </summary>
public abstract record Loss : TrainingOperation
{
    /// <summary>How many of the inputs, from the first on, have a gradient; class labels, which come behind them, have none.</summary>
    public virtual int Differentiable => 2;

    /// <summary>The loss with its options, in short.</summary>
    public string Declaration => !Properties.Any() ? Kind
        : $"{Kind}({string.Join(", ", Properties.Select(property => $"{property.Name}: {ArgumentText.Describe(property.Value)}"))})";

    public sealed override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        Check(inputs);
        return Shape.Of(1);
    }

    public sealed override void Evaluate(ReferenceContext context) => context.Output.Values[0] = Value(context.Inputs);

    public sealed override void Gradient(GradientContext context)
    {
        for (int i = 0; i < Differentiable; i++)
        {
            if (!context.Needs(i)) continue;
            context.Give(i, context.Add(new LossGradient(this, i), [.. context.Inputs, context.OutputGradient]));
        }
    }

    /// <exception cref="ShapeException">The inputs do not fit, or a property is out of its range.</exception>
    protected abstract void Check(IReadOnlyList<Shape> inputs);

    /// <summary>The loss in double precision.</summary>
    public abstract double Value(IReadOnlyList<ReferenceTensor> inputs);

    /// <summary>Writes the derivative of <see cref="Value"/> by every element of one input.</summary>
    /// <param name="input">Less than <see cref="Differentiable"/>.</param>
    /// <param name="derivative">In the input's shape; zeros at first.</param>
    public abstract void Derive(IReadOnlyList<ReferenceTensor> inputs, int input, ReferenceTensor derivative);
}
