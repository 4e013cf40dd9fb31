using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>
/// Brings what an optimiser has made of a layer's weights back to what is declared of them. The weights are a matrix with a row for each
/// output. Inputs: the new weights and the guard; where that is no number, the weights stay what they were.
/// </summary>
/// <param name="Target">The parameter.</param>
/// <param name="Dimensions">Its dimensions, as in the state dict: outputs, then what one output reads.</param>
public abstract record WeightProjection(string Target, EquatableArray<int> Dimensions) : TrainingOperation
{
    /// <summary>The rows of the matrix: outputs of the layer.</summary>
    public int Rows => Dimensions[0];

    /// <summary>Weights of one output: its inputs, and for each its taps.</summary>
    public int Columns => Dimensions.Skip(1).Aggregate(1, (product, size) => product * size);

    public sealed override IEnumerable<(string Name, object Value)> Properties => [("target", Target), .. Settings];

    /// <summary>The properties beside the target.</summary>
    protected abstract IEnumerable<(string Name, object Value)> Settings { get; }

    public sealed override IReadOnlyList<Parameter> Parameters(IReadOnlyList<Shape> inputs) =>
        [new Parameter(Target, Dimensions, ParameterKind.Weight)];

    public sealed override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        Same(Shape.Of(1), Exactly(2, inputs)[1], "guard");
        return inputs[0];
    }

    /// <summary>The nearest weights that keep to it.</summary>
    /// <param name="weights">Row by row.</param>
    /// <param name="before">Those from before the update, which stay where none are nearest.</param>
    public abstract double[] Project(double[] weights, double[] before);

    public sealed override void Evaluate(ReferenceContext context)
    {
        double guard = context.Inputs[1].Values[0];
        double[] before = context.Parameter(Target);
        double[] result = double.IsNaN(guard) || double.IsInfinity(guard) ? before : Project(context.Inputs[0].Values, before);
        result.CopyTo(context.Output.Values, 0);
    }
}
