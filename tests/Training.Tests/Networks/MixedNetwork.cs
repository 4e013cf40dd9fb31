namespace Fusion.Training.Tests.Networks;

/// <summary>Everything that the networks beside it lack, in one that no one would build, on pictures that are not square.</summary>
[FusedNetwork(12, 8, 3)]
public partial class MixedNetwork
{
    [Conv(8, 3), BatchNorm, Gelu, LocalResponseNorm(3, Alpha = 0.5)]               Layer stem;

    [Conv(8, 3, Groups = 2), Silu]                                                 Layer grouped;
    [AveragePool(3, Stride = 1, Padding = 1, CountPadding = false), Conv(8, 1), HardSwish]   Layer pooled;
    [DepthwiseConv(5), PRelu]                                                      Layer filtered;

    [Conv(12, 3, Dilation = 2), Tanh]                                              Layer left;
    [Conv(12, 1), Sigmoid]                                                         Layer right;
    [Conv(16, "(3, 2)", Stride = 2, Padding = "(1, 0)"), BatchNorm(Epsilon = 0.001), LeakyRelu(Slope = 0.1)]   Layer down;
    [SqueezeExcite(Channels = 4, Inner = Activation.Mish, Gate = Activation.HardSigmoid, Pool = GlobalPoolMode.Max)]   Layer excited;
    [Conv(16, 1, Bias = false), Elu(Alpha = 0.7)]                                  Layer across;
    [Conv(5, 3, Bias = true), BatchNorm]                                           Layer map;

    [GlobalMaxPool, Linear(6), Gelu(Approximate = true)]                           Layer greatest;
    [Flatten, Linear(6), HardSigmoid]                                              Layer flat;
    [Linear(7)]                                                                    Layer logits;

    (Tensor classes, Tensor pixels) Forward(Tensor image)
    {
        var x = MaxPool(stem(image), 3, 2, 1);
        var mixed = ChannelShuffle(Concat(grouped(x), pooled(x), filtered(x)), 3);
        var halves = Split(mixed, 2);
        var product = left(halves[0]) * right(halves[1]);
        var low = excited(down(product));
        var high = across(Upsample(low, 2)) + Upsample(low, 2, UpsampleMode.Bilinear);
        var weighed = high * Softmax(PadChannels(product, 1, 3));
        var picked = Slice(AveragePool(weighed, 2), 4, 8);
        return (logits(Concat(greatest(weighed), flat(picked))), map(Upsample(weighed, 2, UpsampleMode.Bilinear, true)));
    }
}
