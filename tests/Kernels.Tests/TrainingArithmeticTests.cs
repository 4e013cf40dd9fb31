using Fusion.Kernels.Tests.Support;

namespace Fusion.Kernels.Tests;

/// <summary>Training steps of arithmetic, of values that are spread, and of reductions along chosen axes.</summary>
public sealed class TrainingArithmeticTests
{
    private static readonly int[][] s_shapes = [[4, 5, 19], [19], [4, 5, 1], [1], [4, 1, 19], [5, 19], [1, 1, 19], [4, 1, 1]];

    [Fact]
    public void Functions_of_two_values()
    {
        BinaryOperation[] operations = [new Add(), new Subtract(), new Multiply(), new Minimum(), new Maximum()];
        var steps = new List<Graph>();
        for (int i = 0; i < s_shapes.Length; i++)
        {
            int[] shape = s_shapes[i];
            foreach (int which in new[] { i, i + 2 })
                steps.Add(Step($"Two{i}_{which % 5}", g =>
                    g.Add(operations[which % 5], g.Input("a", 4, 5, 19), g.Input("b", shape))));
        }
        steps.Add(Step("Reversed", g => g.Add(new Subtract(), g.Input("a", 19), g.Conv(g.Input("b", 4, 5, 3), 19, 1))));
        steps.Add(Step("Table", g => g.Add(new Multiply(), g.Add(new Broadcast([4, 5, 19]), g.Input("a", 4, 5, 1)), g.Input("b", 19))));
        steps.Add(Step("Quotient", g => g.Add(new Divide(), g.Input("a", 4, 5, 19),
            g.Add(new Affine(1, 0.5), g.Add(new Square(), g.Input("b", 4, 5, 1))))));
        steps.Add(Step("Power", g => g.Add(new Power(),
            g.Add(new Affine(1, 0.5), g.Add(new Square(), g.Input("a", 4, 5, 19))), g.Conv(g.Input("b", 4, 5, 3), 19, 1))));
        TrainingStep.Check([.. steps]);
    }

    [Fact]
    public void Functions_of_one_value()
    {
        Operation[] any =
        [
            new Exp(), new Sin(), new Cos(), new Square(), new Abs(), new Affine(0.3, 2), new Clamp(-0.5, 0.25), new Clamp(null, 0.5),
            new Pow(3),
        ];
        Operation[] positive = [new Log(), new Sqrt(), new Rsqrt(), new Reciprocal(2), new Pow(-1.5)];
        TrainingStep.Check(
        [
            .. any.Select((operation, i) => Step($"Any{i}", g => g.Add(operation, g.Conv(g.Input("x", 4, 5, 3), 19, 1)))),
            .. positive.Select((operation, i) => Step($"Positive{i}", g =>
                g.Add(operation, g.Add(new Affine(1, 0.5), g.Add(new Square(), g.Input("x", 4, 5, 19)))))),
        ]);
    }

    [Fact]
    public void Reductions()
    {
        var steps = new List<Graph>();
        foreach (PoolMode mode in Enum.GetValues<PoolMode>())
            foreach (ReducedAxes axes in new[] { ReducedAxes.Channels, ReducedAxes.Width, ReducedAxes.Height })
                steps.Add(Step($"{mode}{axes}", g => g.Add(new Reduce(mode, axes), g.Input("x", 4, 5, 19))));
        TrainingStep.Check([.. steps]);
    }

    [Fact]
    public void Squeezes() => TrainingStep.Check([.. SqueezeTests.Trainable.Select(network => TrainingStep.Of(network))]);

    [Fact]
    public void A_norm_written_out() => TrainingStep.Check(Step("Norm", g =>
    {
        int x = g.Conv(g.Input("x", 4, 5, 3), 19, 1);
        int centred = g.Add(new Subtract(), x, g.Add(new Reduce(PoolMode.Average, ReducedAxes.Channels), x));
        int variance = g.Add(new Reduce(PoolMode.Average, ReducedAxes.Channels), g.Add(new Square(), centred));
        return g.Add(new Multiply(), centred, g.Add(new Rsqrt(), g.Add(new Affine(1, 0.1), variance)));
    }));

    private static Graph Step(string name, Func<Build, int> network) => TrainingStep.Of(Build.Graph(name, g => g.Output("y", network(g))));
}
