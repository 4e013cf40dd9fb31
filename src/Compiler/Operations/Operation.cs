using Fusion.Compiler.Onnx;
using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>
/// What a node computes. One record per operation, in a file of its own, owns the shape rule, the multiply-adds, the parameters, the
/// reference semantics, the gradient and the ONNX form. The sizes and names that it needs are its properties; its inputs belong to the
/// node.
/// </summary>
public abstract record Operation
{
    /// <summary>The operation's name in declarations, graph text and plans: <c>Conv</c>.</summary>
    public virtual string Kind => GetType().Name;

    /// <summary>The properties as text prints them and <see cref="OperationDefinition.Bind"/> reads them back: name and value.</summary>
    public virtual IEnumerable<(string Name, object Value)> Properties => [];

    /// <exception cref="ShapeException">The inputs do not fit.</exception>
    public abstract Shape InferShape(IReadOnlyList<Shape> inputs);

    /// <summary>Multiply-adds for one sample; by custom only convolutions and linear layers count.</summary>
    public virtual long MultiplyAdds(IReadOnlyList<Shape> inputs, Shape output) => 0;

    public virtual IReadOnlyList<Parameter> Parameters(IReadOnlyList<Shape> inputs) => [];

    /// <summary>Computes the result in double precision, written for clarity: it defines what the kernels must reproduce.</summary>
    public abstract void Evaluate(ReferenceContext context);

    /// <summary>
    /// Whether each position's result depends on nothing but the same position of the inputs. A batch is then nothing but more positions.
    /// </summary>
    public virtual bool IsPositionwise(IReadOnlyList<Shape> inputs) => false;

    /// <summary>What the operation is in training, as nodes; most run on every sample alone.</summary>
    /// <returns>The value that takes the place of the operation's.</returns>
    public virtual int Train(TrainingContext context) => context.Each(this, [.. context.Inputs]);

    /// <summary>Adds what computes the gradients of inputs and parameters from that of the result.</summary>
    /// <exception cref="MissingGradientException">The operation has no gradient.</exception>
    public virtual void Gradient(GradientContext context) => throw new MissingGradientException(Kind);

    /// <summary>Writes the operation as ONNX nodes, for comparison with other engines.</summary>
    public abstract void Export(OnnxContext context);
}
