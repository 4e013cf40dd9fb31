using Fusion.Compiler.Differentiate;
using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Tests.Support;

/// <summary>A loss and the shapes of one sample of its inputs: <c>"3x5x2"</c>.</summary>
internal sealed record LossCase(Loss Loss, string Student, string Second, string? Third = null)
{
    /// <summary>Whether the last input is class labels; what they are.</summary>
    public double[]? Labels { get; init; }

    public override string ToString() =>
        string.Join(" ", [Loss.Kind, .. Loss.Properties.Select(property => $"{property.Name}: {property.Value}"), Student]);

    /// <summary>The loss of a network's output <c>y0</c> and of inputs that are given.</summary>
    public LossTerm Term => new(
        "loss", Loss, [new LossOperand("y0"), .. Others.Select((shape, i) => new LossOperand(
            Name(i + 1), shape, IsShared: i == 1 && Loss is MarginMse))], 0.3);

    /// <summary>The given inputs that have a gradient.</summary>
    public IReadOnlyList<string> Differentiable => [.. Enumerable.Range(1, Loss.Differentiable - 1).Select(Name)];

    public IReadOnlyDictionary<string, double[]> Given =>
        Labels is null ? new Dictionary<string, double[]>() : new() { [Name(Others.Count)] = Labels };

    /// <summary>The inputs for so many samples: normal, but labels are those of the case and margins are negative.</summary>
    public ReferenceTensor[] Inputs(int samples, int seed)
    {
        LossOperand[] operands = [.. Term.Operands];
        return
        [
            .. operands.Select((operand, i) =>
            {
                Shape shape = operand.Given ?? ShapeOf(Student);
                if (!operand.IsShared) shape = Batched.Of(shape, samples);
                double[] values = RandomValues.Normal(seed + i, shape.Elements);
                if (operand.IsShared) values = Array.ConvertAll(values, value => -Math.Abs(value));
                return new ReferenceTensor(shape, Labels is { } labels && i == operands.Length - 1 ? labels : values);
            }),
        ];
    }

    private IReadOnlyList<Shape> Others => [ShapeOf(Second), .. Third is null ? Array.Empty<Shape>() : [ShapeOf(Third)]];

    private static string Name(int input) => "t" + input;

    private static Shape ShapeOf(string text) => Shape.Of([.. text.Split('x').Select(int.Parse)]);
}
