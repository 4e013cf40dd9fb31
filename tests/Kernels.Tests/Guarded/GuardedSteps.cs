using Fusion.Compiler.Differentiate;
using Fusion.Kernels.Tests.Support;
using Steps = Fusion.Kernels.Tests.Support.TrainingStep;

namespace Fusion.Kernels.Tests.Guarded;

/// <summary>Training steps whose kernels read values and gradients, and write gradients, where the caller has them.</summary>
internal static class GuardedSteps
{
    public static IReadOnlyList<Graph> All { get; } = [.. new[] { 3, 24, 48 }.SelectMany(OfChannels)];

    private static IEnumerable<Graph> OfChannels(int channels)
    {
        Graph Of(string name, Operation operation) => Steps.Of(
            Build.Graph($"{name}Step{channels}", g => g.Output("y", g.Add(operation, g.Input("x", 5, 7, channels)))), 2);
        Graph OfTwo(string name, Operation operation, params int[] second) => Steps.Of(
            Build.Graph($"{name}Step{channels}", g =>
                g.Output("y", g.Add(operation, g.Input("x", 5, 7, channels), g.Input("z", [.. second, channels])))), 2);

        Graph WeightsOf(string name, Func<Build, int, int> layer) => Steps.Of(
            Build.Graph($"{name}WeightsStep{channels}", g => g.Output("y", layer(g, g.Input("x", 5, 7, channels)))), 2, [],
            ofInputs: false);

        yield return Of("MaxPool", new MaxPool([2, 2], [2, 2], [0, 0]));
        yield return Of("MaxPoolPadded", new MaxPool([3, 3], [2, 2], [1, 1]));
        yield return Of("AveragePool", new AveragePool([3, 3], [2, 2], [1, 1], CeilMode: true, CountPadding: false));
        yield return Of("Mean", new GlobalPool(PoolMode.Average));
        yield return Of("Most", new GlobalPool(PoolMode.Max));
        yield return Of("Nearest", new Upsample([2, 2]));
        yield return Of("Bilinear", new Upsample([2, 2], Interpolation.Bilinear));
        yield return Of("Subsample", new Subsample([2, 2]));
        yield return Of("Flatten", new Flatten());
        yield return Of("Drop", new Dropout());
        yield return OfTwo("Gate", new Multiply());
        yield return OfTwo("Shift", new Add());
        yield return OfTwo("Append", new Append(), 2, 7);
        // Three channels in a group: its vectors begin and end anywhere in a pixel.
        yield return WeightsOf("Grouped", (g, x) => g.Conv(x, channels, 1, groups: channels / 3));
        yield return WeightsOf("Dense", (g, x) => g.Conv(x, channels, 3, stride: 2, padding: 0));
        yield return WeightsOf("Depthwise", (g, x) => g.Conv(x, channels, 3, padding: 0, groups: channels));
        yield return WeightsOf("Linear", (g, x) => g.Linear(x, channels));
        yield return Steps.ForLosses(
            Build.Graph($"SweepStep{channels}", g => g.Tap("f", g.Conv(g.Input("x", 5, 7, channels), channels, 1))),
            ["x"], [], new LossTerm("Error", new MeanSquaredError(),
                [new LossOperand("f"), new LossOperand("t", Shape.Of(5, 7, channels))]));
        yield return Steps.Of(Build.Graph($"BiasStep{channels}", g =>
            g.Output("y", g.Conv(g.Input("x", 5, 7, channels), channels, 1, path: "c"))), 2, ["c.weight"]);
    }
}
