using Fusion.Kernels.Tests.Support;

namespace Fusion.Kernels.Tests;

/// <summary>Operations that lower to several: squeezes with masks, contexts and gates for each frame, means that a mask weighs,
/// messages over a graph.</summary>
public sealed class SqueezeTests
{
    private static readonly (string Kind, KeyValuePair<string, object>[] Arguments, int[][] Inputs)[] s_cases =
    [
        ("SqueezeExcite", [new("reduction", 4), new("axes", "Height, Width")], [[3, 4, 5, 16]]),
        ("SqueezeExcite", [new("reduction", 4), new("axes", "Width")], [[4, 5, 16]]),
        ("SqueezeExcite", [new("reduction", 4)], [[4, 5, 16], [4, 5, 1]]),
        ("SqueezeExcite", [new("reduction", 4)], [[4, 5, 16], [7]]),
        ("SqueezeExcite", [new("reduction", 4), new("axes", "Height, Width")], [[3, 4, 5, 16], [3, 1, 1, 7], [3, 4, 5, 1]]),
        ("GlobalAveragePool", [], [[4, 5, 19], [4, 5, 1]]),
        ("Softmax", [new("axes", "Positions")], [[4, 5, 19]]),
        ("L2Norm", [new("axes", "Channels")], [[4, 5, 19]]),
        ("Min", [new("axes", "Height")], [[4, 5, 19]]),
        ("Mean", [new("axes", "All")], [[4, 5, 19]]),
        ("Propagate", [], [[9, 19], [9, 9]]),
        ("Propagate", [new("selfLoops", true)], [[37, 5], [37, 37]]),
        ("Propagate", [new("normalize", "Mean")], [[9, 16], [9, 9]]),
        ("Propagate", [new("normalize", "Symmetric"), new("selfLoops", true)], [[17, 33], [17, 17]]),
        ("Propagate", [new("normalize", "Symmetric")], [[1, 3], [1, 1]]),
        ("JointSqueezeExcite", [], [[4, 5, 16], [9, 12]]),
        ("JointSqueezeExcite", [new("reduction", 2), new("factor", 1), new("bias", false)], [[7, 19], [3, 5, 5], [6]]),
        ("JointSqueezeExcite", [new("channels", 5), new("inner", "Silu"), new("gate", "HardSigmoid")], [[2, 3, 4, 6], [5]]),
    ];

    [Fact]
    public void Run() => Check.Graphs([.. s_cases.Select((_, i) => Of(i))], _ => 300, Positive);

    /// <summary>Those that can be trained: a batch is a fourth dimension, and degrees that are random have no roots.</summary>
    internal static IEnumerable<Graph> Trainable =>
        Enumerable.Range(0, s_cases.Length)
            .Where(i => s_cases[i].Inputs[0].Length < 4)
            .Where(i => s_cases[i].Arguments.All(argument => !Equals(argument.Value, "Symmetric"))).Select(Of);

    /// <summary>Masks add up to more than 0.</summary>
    private static float Positive(Random random) => random.NextSingle();

    private static Graph Of(int number)
    {
        (string kind, KeyValuePair<string, object>[] arguments, int[][] shapes) = s_cases[number];
        var builder = new GraphBuilder($"Case{number}");
        int[] inputs = [.. shapes.Select((shape, i) => builder.Input("x" + i, shape))];
        // Behind a layer, so that there is an epilogue.
        inputs[0] = builder.Add(new Relu(), [inputs[0]]);
        OperationDefinition definition = OperationTable.Find(kind)!;
        IReadOnlyList<int> results = definition.Lower(
            new LoweringContext(builder, new OperationArguments(kind, arguments), inputs, "layer", -1));
        for (int i = 0; i < results.Count; i++) builder.Output($"y{i}", results[i]);
        return Fusion.Compiler.Graphs.ResolveBias.Run(builder.Build());
    }
}
