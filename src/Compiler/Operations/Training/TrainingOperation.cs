using Fusion.Compiler.Onnx;

namespace Fusion.Compiler.Operations;

/// <summary>An operation that no declaration names: only training graphs have it.</summary>
public abstract record TrainingOperation : Operation
{
    public sealed override void Export(OnnxContext context) =>
        throw new InvalidOperationException("Graphs are exported before they are differentiated.");

    /// <summary>Checks the number of inputs of what only the compiler makes.</summary>
    private protected IReadOnlyList<Shape> Exactly(int count, IReadOnlyList<Shape> inputs) =>
        inputs.Count == count
            ? inputs
            : throw new ShapeException($"{Kind}: it was given {inputs.Count} inputs, but it takes {count}.");

    /// <summary>Checks that a value has the shape that the operation is made for.</summary>
    private protected Shape Same(Shape expected, Shape found, string what) =>
        found == expected ? expected : throw new ShapeException($"{Kind}: the {what} is {found}, but {expected} was expected.");
}
