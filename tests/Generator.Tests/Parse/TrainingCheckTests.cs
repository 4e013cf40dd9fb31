using Fusion.Generator.Parse;
using Fusion.Generator.Tests.Support;

namespace Fusion.Generator.Tests.Parse;

/// <summary>Numbers of losses and optimisers: each limit from both sides.</summary>
public sealed class TrainingCheckTests
{
    private const string Floats = "but a step computes with 32-bit floats, whose numbers lie between 1.2E-38 and 3.4E+38.";

    [Theory]
    [InlineData("CrossEntropy(Weight = 1e-30)", null)]
    [InlineData("CrossEntropy(Weight = 0)", "Weight of [CrossEntropy] is 0, but it must be more than 0.")]
    [InlineData("DecoupledSoftLabels(TargetWeight = 0, OthersWeight = 0)", null)]
    [InlineData("DecoupledSoftLabels(TargetWeight = -0.5)", "TargetWeight of [DecoupledSoftLabels] is -0.5, but it must be at least 0.")]
    [InlineData("DecoupledSoftLabels(OthersWeight = -0.5)", "OthersWeight of [DecoupledSoftLabels] is -0.5, but it must be at least 0.")]
    [InlineData("Sgd(WeightDecay = 0, ClipNorm = 0, Momentum = 0)", null)]
    [InlineData("Sgd(WeightDecay = -0.5)", "WeightDecay of [Sgd] is -0.5, but it must be at least 0.")]
    [InlineData("Sgd(ClipNorm = -0.5)", "ClipNorm of [Sgd] is -0.5, but it must be at least 0.")]
    [InlineData("Sgd(Momentum = 0.999)", null)]
    [InlineData("Sgd(Momentum = 1)", "Momentum of [Sgd] is 1, but it must be at least 0 and less than 1.")]
    [InlineData("Sgd(Momentum = -0.5)", "Momentum of [Sgd] is -0.5, but it must be at least 0 and less than 1.")]
    [InlineData("Sgd(Momentum = 0.5, Nesterov = true)", null)]
    [InlineData("Sgd(Nesterov = true)",
        "[Sgd] has no momentum along which Nesterov = true could look ahead; say its Momentum, such as 0.9.")]
    [InlineData("Adam(Beta1 = 0, Beta2 = 0)", null)]
    [InlineData("Adam(Beta1 = 1)", "Beta1 of [Adam] is 1, but it must be at least 0 and less than 1.")]
    [InlineData("Adam(Beta2 = 1)", "Beta2 of [Adam] is 1, but it must be at least 0 and less than 1.")]
    [InlineData("Adam(Epsilon = 1e-30)", null)]
    [InlineData("Adam(Epsilon = 0)", "Epsilon of [Adam] is 0, but it must be more than 0.")]
    [InlineData("Training(typeof(int), StatisticsMomentum = 0)", null)]
    [InlineData("Training(typeof(int), StatisticsMomentum = 1)", null)]
    [InlineData("Training(typeof(int), StatisticsMomentum = 1.5)",
        "StatisticsMomentum of [Training] is 1.5, but it must be at least 0 and at most 1.")]
    [InlineData("Training(typeof(int), StatisticsMomentum = -0.5)",
        "StatisticsMomentum of [Training] is -0.5, but it must be at least 0 and at most 1.")]
    [InlineData("AdamW(WeightDecay = 3.4e38)", null)]
    [InlineData("AdamW(WeightDecay = 3.5e38)", "WeightDecay of [AdamW] is 3.5E+38, " + Floats)]
    [InlineData("AdamW(WeightDecay = 1.2e-38)", null)]
    [InlineData("AdamW(WeightDecay = 1.1e-38)", "WeightDecay of [AdamW] is 1.1E-38, " + Floats)]
    [InlineData("Sgd, AdamW", "there are 2 optimisers, [Sgd] and [AdamW]; keep one.")]
    public void Number_has_limits(string attributes, string? expected) => Assert.Equal(expected, TrainingCheck.FindOptimizer(
        Project.Compile($"using Fusion.Training; [{attributes}] public partial class T;").GetTypeByMetadataName("T")!)?.Text);
}
