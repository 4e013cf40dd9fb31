using Fusion.Compiler.Operations;
using Fusion.Compiler.Reference;
using Fusion.Training.Tests.Torch;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Fusion.Training.Tests.Losses;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>The losses of the reference, and their gradients towards every input, against libtorch in double precision.</summary>
public class LossComparisonTests
{
    private const string Features = "3x5x3x4", Logits = "3x7", Map = "3x2x3x7";

    private static readonly (Loss Loss, string[] Shapes, Func<Tensor[], Tensor> Torch)[] s_cases =
    [
        (new CrossEntropy(), [Logits, "labels"], x => functional.cross_entropy(x[0], x[1])),
        (new CrossEntropy(0.1), [Map, "labels"], x => functional.cross_entropy(x[0], x[1], label_smoothing: 0.1)),
        (new MeanSquaredError(), [Features, Features], x => functional.mse_loss(x[0], x[1])),
        (new MeanSquaredError(FeatureNormalization.PerSample), [Features, Features], x => TorchLosses.NormalizedError(x[0], x[1], false)),
        (new MeanSquaredError(FeatureNormalization.PerPixel), [Features, Features], x => TorchLosses.NormalizedError(x[0], x[1], true)),
        (new SoftLabels(4), [Logits, Logits], x => TorchLosses.SoftLabels(x[0], x[1], 4)),
        (new SoftLabels(1.7), [Map, Map], x => TorchLosses.SoftLabels(x[0], x[1], 1.7)),
        (new DecoupledSoftLabels(), [Logits, Logits, "labels"], x => TorchLosses.DecoupledSoftLabels(x[0], x[1], x[2], 4, 1, 8)),
        (new AttentionTransfer(AttentionReduction.MeanSquare), [Features, "3x5x3x7"],
            x => TorchLosses.AttentionTransfer(x[0], x[1], false)),
        (new AttentionTransfer(AttentionReduction.Distance), [Features, Features],
            x => TorchLosses.AttentionTransfer(x[0], x[1], true)),
        (new ChannelWiseKl(4), [Features, Features], x => TorchLosses.ChannelWiseKl(x[0], x[1], 4)),
        (new Pearson(), [Features, Features], x => TorchLosses.Pearson(x[0], x[1])),
        (new MarginMse(), [Features, Features, "4"], x => TorchLosses.MarginMse(x[0], x[1], x[2])),
        (new MeanAbsoluteError(), [Features, Features], x => functional.l1_loss(x[0], x[1])),
        (new WeightedSquaredError(), [Features, Features, Features],
            x => (functional.mse_loss(x[0], x[1], Reduction.None) * x[2]).mean()),
        (new MeanAbsoluteError(IsWeighted: true), [Features, Features, Features],
            x => (functional.l1_loss(x[0], x[1], Reduction.None) * x[2]).mean()),
        (new SmoothL1(0.3), [Features, Features], x => functional.smooth_l1_loss(x[0], x[1], beta: 0.3)),
        (new BinaryCrossEntropy(), [Features, Features], x => functional.binary_cross_entropy_with_logits(x[0], x[1])),
    ];

    public static TheoryData<int, string> Cases
    {
        get
        {
            var data = new TheoryData<int, string>();
            for (int i = 0; i < s_cases.Length; i++) data.Add(i, Name(s_cases[i].Loss));
            return data;
        }
    }

    [Fact]
    public void Every_loss_has_a_case() => Assert.Empty(
        typeof(Loss).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Loss)) && !type.IsAbstract)
            .Except(s_cases.Select(each => each.Loss.GetType())));

    [TorchTheory]
    [MemberData(nameof(Cases))]
    public void Agrees_with_libtorch(int index, string name)
    {
        var (loss, shapes, function) = s_cases[index];
        Assert.Equal(name, Name(loss));
        ReferenceTensor[] inputs = Inputs(shapes);
        loss.InferShape([.. inputs.Select(input => input.Shape)]);

        using IDisposable scope = torch.NewDisposeScope();
        Tensor[] leaves = [.. inputs.Select((input, i) => torch.tensor(
            input.Values, [.. input.Shape.Dimensions.Select(size => (long)size)], requires_grad: i < loss.Differentiable))];
        Tensor value = function([.. leaves.Select((leaf, i) =>
            shapes[i] == "labels" ? leaf.squeeze(-1).to(torch.int64) : leaf.dim() > 1 ? leaf.movedim([-1], [1]) : leaf)]);
        value.backward();

        Close([value.item<double>()], [loss.Value(inputs)]);
        for (int i = 0; i < loss.Differentiable; i++)
        {
            var derivative = new ReferenceTensor(inputs[i].Shape);
            loss.Derive(inputs, i, derivative);
            Close([.. leaves[i].grad!.data<double>()], derivative.Values);
        }
    }

    private static string Name(Loss loss) =>
        string.Join(" ", [loss.Kind, .. loss.Properties.Select(property => $"{property.Name}: {property.Value}")]);

    /// <summary>Normal values; the last input may be labels of the first one's positions, or one margin, below zero, for each
    /// channel.</summary>
    private static ReferenceTensor[] Inputs(string[] shapes)
    {
        var random = new Random(7);
        Shape first = ShapeOf(shapes[0]);
        return
        [
            .. shapes.Select(text =>
            {
                Shape shape = text == "labels" ? first.WithChannels(1) : ShapeOf(text);
                var values = new double[shape.Elements];
                for (int i = 0; i < values.Length; i++)
                {
                    double normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
                    values[i] = text == "labels" ? i % first.Channels : shape.Rank == 1 ? -Math.Abs(normal) : normal;
                }
                return new ReferenceTensor(shape, values);
            }),
        ];
    }

    private static Shape ShapeOf(string text) => Shape.Of([.. text.Split('x').Select(int.Parse)]);

    private static void Close(double[] expected, double[] found)
    {
        Assert.Equal(expected.Length, found.Length);
        double tolerance = 1e-11 * expected.Max(Math.Abs);
        Assert.True(tolerance > 0, "All is zero, or there is a NaN.");
        for (int i = 0; i < expected.Length; i++) Assert.InRange(found[i], expected[i] - tolerance, expected[i] + tolerance);
    }
}
