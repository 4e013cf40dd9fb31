using Fusion.Kernels.Tests.Support;

namespace Fusion.Kernels.Tests;

/// <summary>Training steps of products of values, and of attention.</summary>
public sealed class TrainingProductTests
{
    [Fact]
    public void Training_steps() => TrainingStep.Check(
        [.. from step in new (string Name, Action<Build> Make)[]
            {
                ("Product", g => g.Output("y", g.Add(new MatMul(false, 0.5), g.Input("a", 5, 17), g.Input("b", 17, 9)))),
                ("ProductTransposed", g => g.Output("y", g.Add(new MatMul(true), g.Input("a", 5, 17), g.Input("b", 9, 17)))),
                ("Turned", g => g.Output("y", g.Add(new Transpose([1, 2, 0]), g.Input("a", 5, 6, 7)))),
                ("Gathered", g => g.Output("y", g.Add(new Gather([4, 0, 0, 2]), g.Input("a", 5, 6, 7)))),
                ("Gathered1", g => g.Output("y", g.Add(new Gather([4, 0, 0, 2], 1), g.Input("a", 3, 6, 7)))),
                ("Attention", g => g.Output("y", g.Add(new Attention(3), g.Input("q", 10, 12), g.Input("k", 7, 12), g.Input("v", 7, 9)))),
                ("CausalPixels", g => g.Output("y",
                    g.Add(new Attention(2, Causal: true), g.Input("q", 3, 4, 8), g.Input("k", 3, 4, 8), g.Input("v", 3, 4, 8)))),
                ("Masked", g => g.Output("y", g.Add(new Attention(1), g.Input("q", 6, 8), g.Input("k", 5, 8), g.Input("v", 5, 8),
                    g.Input("m", 6, 5)))),
                ("Layer", g =>
                {
                    int x = g.Linear(g.Input("x", 9, 5), 24);
                    g.Output("y", g.Linear(g.Add(new Attention(2), g.Slice(x, 0, 8), g.Slice(x, 8, 8), g.Slice(x, 16, 8)), 5));
                }),
            }
            select TrainingStep.Of(Build.Graph(step.Name, step.Make))]);

    [Fact]
    public void Training_steps_of_recurrent_layers() => TrainingStep.Check(
        [.. from steps in new Recurrence[]
            {
                new RnnSteps("s", 5),
                new GruSteps("s", 5), new GruSteps("s", 17, Reverse: true, Bias: false), new LstmSteps("s", 5), new LstmSteps("s", 16),
            }
            select TrainingStep.Of(Build.Graph(steps.Kind, g =>
                g.Output("y", g.Linear(g.Add(steps, g.Linear(g.Input("x", 6, 3), steps.Gates * steps.Hidden)), 4))))]);

    [Fact]
    public void Training_steps_of_parameters() =>
        TrainingStep.Check(TrainingStep.Of(ParameterTests.Embeddings()), TrainingStep.Of(ParameterTests.Masked()));
}
