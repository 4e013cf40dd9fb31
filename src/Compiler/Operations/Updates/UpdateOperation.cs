using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>
/// What one training step makes of a parameter or of what an optimiser keeps beside it, element by element. The result takes the place of
/// what is read first.
/// </summary>
/// <param name="Target">The parameter that is trained.</param>
/// <param name="Dimensions">Its dimensions, as in the state dict.</param>
public abstract record UpdateOperation(string Target, EquatableArray<int> Dimensions) : TrainingOperation
{
    /// <summary>The prefix of what optimisers keep.</summary>
    public const string StatePrefix = "optimizer.";

    /// <summary>What an element depends on beside its inputs: parameters and state of the same dimensions, the one that is replaced
    /// first.</summary>
    public abstract IReadOnlyList<string> States { get; }

    public sealed override IEnumerable<(string Name, object Value)> Properties => [("target", Target), .. Settings];

    /// <summary>The properties beside the target.</summary>
    protected abstract IEnumerable<(string Name, object Value)> Settings { get; }

    public sealed override IReadOnlyList<Parameter> Parameters(IReadOnlyList<Shape> inputs) =>
        [.. States.Select(name => new Parameter(name, Dimensions,
            name.StartsWith(StatePrefix, StringComparison.Ordinal) ? ParameterKind.OptimizerState : ParameterKind.Weight))];

    /// <summary>The inputs are values of the parameter's size, the numbers of the step, and the guard: see
    /// <see cref="StepGuard"/>.</summary>
    public sealed override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        if (inputs.Count < 3) throw new ShapeException($"{Kind}: it was given {inputs.Count} inputs, but it takes at least three.");
        foreach (Shape value in inputs.Take(inputs.Count - 2)) Same(inputs[0], value, "value");
        Same(Shape.Of(StepNumbers.Count), inputs[inputs.Count - 2], "step's numbers");
        Same(Shape.Of(1), inputs[inputs.Count - 1], "guard");
        return inputs[0];
    }

    /// <summary>The new value of one element.</summary>
    /// <param name="states">The old values of <see cref="States"/>.</param>
    /// <param name="values">Those of the inputs.</param>
    /// <param name="step">The step's numbers: see <see cref="StepNumbers"/>.</param>
    /// <param name="scale">What gradients are multiplied by.</param>
    public abstract double Apply(double[] states, double[] values, double[] step, double scale);

    public sealed override void Evaluate(ReferenceContext context)
    {
        double[][] states = [.. States.Select(context.Parameter)];
        double[][] values = [.. context.Inputs.Take(context.Inputs.Count - 2).Select(input => input.Values)];
        double[] step = context.Inputs[context.Inputs.Count - 2].Values;
        double scale = context.Inputs[context.Inputs.Count - 1].Values[0];
        for (int i = 0; i < context.Output.Values.Length; i++)
        {
            context.Output.Values[i] = double.IsNaN(scale) || double.IsInfinity(scale) ? states[0][i]
                : Apply([.. states.Select(state => state[i])], [.. values.Select(value => value[i])], step, scale);
        }
    }
}
