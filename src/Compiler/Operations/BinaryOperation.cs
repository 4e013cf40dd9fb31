using Fusion.Compiler.Onnx;
using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>
/// Combines two values element by element. One side has the shape of the result; the other has the same, or is spread over it by NumPy's
/// rule (<see cref="Broadcasting"/>): where it has the size 1, or no dimension, it counts for all positions, or channels. Where neither has
/// the result's shape, lowering spreads one of them first.
/// </summary>
public abstract record BinaryOperation : Operation
{
    /// <summary>Whether the first input is the right side: what an epilogue does to a kernel's result where that is the right
    /// side.</summary>
    public virtual bool IsReversed => false;

    /// <summary>The same operation on exchanged inputs.</summary>
    public virtual BinaryOperation Swapped => this;

    public override IEnumerable<(string Name, object Value)> Properties =>
        IsReversed ? [("reversed", true)] : Array.Empty<(string, object)>();

    protected abstract string Symbol { get; }

    /// <summary>What users call it.</summary>
    internal virtual string Title => Kind;

    protected abstract string OnnxName { get; }

    public double Apply(double first, double second) => IsReversed ? Combine(second, first) : Combine(first, second);

    protected abstract double Combine(double left, double right);

    public override bool IsPositionwise(IReadOnlyList<Shape> inputs) => inputs.Select(input => input.Spatial).Distinct().Count() == 1;

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        if (inputs.Count != 2)
            throw new ShapeException($"{Title}: it was given {inputs.Count} inputs, but it takes two. Write a {Symbol} b.");
        Shape left = inputs[0], right = inputs[1];
        return Broadcasting.Covers(left, right) ? left
            : Broadcasting.Covers(right, left) ? right
            : throw new ShapeException(
                $"{Title}: the left side is {left}, the right side {right}, but {Broadcasting.Expectation(left, right, Symbol)}");
    }

    public override void Evaluate(ReferenceContext context)
    {
        ReferenceTensor output = context.Output;
        ReferenceTensor[] inputs = [.. context.Inputs.Select(input => Broadcasting.Spread(input, output.Shape))];
        for (int i = 0; i < output.Values.Length; i++) output.Values[i] = Apply(inputs[0].Values[i], inputs[1].Values[i]);
    }

    public override void Gradient(GradientContext context)
    {
        Shape result = InferShape(context.InputShapes);
        for (int i = 0; i < 2; i++)
            if (context.Needs(i)) Broadcasting.GiveSummed(context, i, GradientOf(context, i), result);
    }

    /// <summary>The gradient of an input, in the shape of the result.</summary>
    protected abstract int GradientOf(GradientContext context, int input);

    /// <summary>The gradient where one value is greater than the other, half of it where they are equal.</summary>
    private protected static int Share(GradientContext context, int greater, int other) => context.Add(
        new Multiply(), context.OutputGradient, context.Add(new Heaviside(), context.Add(new Subtract(), greater, other)));

    public override void Export(OnnxContext context)
    {
        string Expanded(int index)
        {
            int missing = context.Shape.Rank - context.InputShapes[index].Rank;
            return missing == 0 ? context.Inputs[index] : context.Unsqueeze(context.Inputs[index], [.. Enumerable.Range(2, missing)]);
        }

        context.Return(context.Add(OnnxName, [Expanded(0), Expanded(1)]));
    }

    /// <summary>With more than two inputs, the left-most two are combined first.</summary>
    private protected static OperationDefinition Define(string name, BinaryOperation operation) => new(name, context =>
    {
        if (context.Inputs.Count < 2) return [context.Add(operation)];
        int result = context.Inputs[0];
        foreach (int next in context.Inputs.Skip(1)) result = Broadcasting.Combine(context, operation, result, next);
        return [result];
    })
    { Bind = (_, _, _) => operation };

    /// <summary>The same where one side may be a number.</summary>
    private protected static OperationDefinition DefineBound(string name, BinaryOperation operation, Func<double, Operation> ofNumber)
    {
        OperationDefinition definition = Define(name, operation);
        return definition with
        {
            Lower = context =>
            {
                string? number = new[] { "x", "y" }.FirstOrDefault(context.Arguments.Has);
                return context.Inputs.Count == 1 && number is not null
                    ? [context.Add(ofNumber(context.Arguments.Double(number, 0)))]
                    : definition.Lower(context);
            },
        };
    }
}
