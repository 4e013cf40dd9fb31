using Fusion.Compiler.Operations;
using Fusion.Training.Tests.Torch;
using TorchSharp;
using static TorchSharp.torch.nn;
using Parameters = System.Collections.Generic.IReadOnlyDictionary<string, TorchSharp.torch.Tensor>;

namespace Fusion.Training.Tests.Comparison;

/// <summary>Operations with sizes, strides, paddings and dilations that hurt, alone and with their gradients, against TorchSharp.</summary>
public class OperationGradientTests
{
    private static readonly (string Name, int[] Sample, Operation Ours, Func<torch.Tensor, Parameters, torch.Tensor> Torch)[] s_cases =
    [
        ("strided groups", [7, 6, 4], Convolution(6, [3, 3], [2, 2], [1, 1], [1, 1], 2),
            (x, p) => functional.conv2d(x, p["layer.weight"], p["layer.bias"], [2, 2], [1, 1], [1, 1], 2)),
        ("everything uneven", [5, 7, 2], Convolution(3, [2, 3], [1, 3], [2, 1], [0, 2]),
            (x, p) => functional.conv2d(x, p["layer.weight"], p["layer.bias"], [1, 3], [0, 2], [2, 1])),
        ("dilated beyond the picture", [4, 5, 3], Convolution(2, [3, 3], [1, 1], [4, 3], [4, 3]),
            (x, p) => functional.conv2d(x, p["layer.weight"], p["layer.bias"], [1, 1], [4, 3], [4, 3])),
        ("stride without taps between", [6, 7, 3], Convolution(4, [1, 1], [2, 3], [1, 1], [0, 0]),
            (x, p) => functional.conv2d(x, p["layer.weight"], p["layer.bias"], [2, 3])),
        ("stride over the last pixels", [8, 9, 2], Convolution(2, [2, 3], [3, 4], [1, 1], [0, 1]),
            (x, p) => functional.conv2d(x, p["layer.weight"], p["layer.bias"], [3, 4], [0, 1])),
        ("two filters a channel", [5, 4, 3], Convolution(6, [3, 3], [2, 1], [1, 1], [1, 1], 3),
            (x, p) => functional.conv2d(x, p["layer.weight"], p["layer.bias"], [2, 1], [1, 1], [1, 1], 3)),
        ("one dimension", [7, 3], Convolution(2, [3], [2], [2], [2]),
            (x, p) => functional.conv1d(x, p["layer.weight"], p["layer.bias"], 2, 2, 2)),
        ("linear at positions", [3, 2, 5], new Linear("layer", 4, true),
            (x, p) => functional.linear(x.movedim([1], [-1]), p["layer.weight"], p["layer.bias"]).movedim([-1], [1])),
        ("max pooling, uneven", [7, 5, 2], new MaxPool([3, 2], [1, 3], [1, 0]),
            (x, _) => functional.max_pool2d(x, [3, 2], [1, 3], [1, 0])),
        ("max pooling, dilated", [9, 8, 2], new MaxPool([3, 2], [2, 1], [1, 1]) { Dilation = [2, 3] },
            (x, _) => functional.max_pool2d(x, [3, 2], [2, 1], [1, 1], [2, 3])),
        ("average pooling, last window incomplete", [6, 5, 2], new AveragePool([3, 3], [2, 2], [1, 1], true),
            (x, _) => functional.avg_pool2d(x, 3, 2, 1, ceil_mode: true)),
        ("average pooling without padding", [6, 5, 2], new AveragePool([3, 3], [2, 2], [1, 1], true, false),
            (x, _) => functional.avg_pool2d(x, 3, 2, 1, ceil_mode: true, count_include_pad: false)),
        ("nearest", [3, 2, 2], new Upsample([3, 2]),
            (x, _) => functional.interpolate(x, scale_factor: [3, 2], mode: torch.InterpolationMode.Nearest)),
        ("bilinear", [3, 4, 2], new Upsample([2, 3], Compiler.Operations.UpsampleMode.Bilinear),
            (x, _) => functional.interpolate(x, scale_factor: [2, 3], mode: torch.InterpolationMode.Bilinear, align_corners: false)),
        ("bilinear, aligned", [3, 4, 2], new Upsample([2, 3], Compiler.Operations.UpsampleMode.Bilinear, true),
            (x, _) => functional.interpolate(x, scale_factor: [2, 3], mode: torch.InterpolationMode.Bilinear, align_corners: true)),
        ("bilinear of one row", [1, 3, 2], new Upsample([2, 2], Compiler.Operations.UpsampleMode.Bilinear, true),
            (x, _) => functional.interpolate(x, scale_factor: [2, 2], mode: torch.InterpolationMode.Bilinear, align_corners: true)),
        ("response, odd", [3, 2, 7], new LocalResponseNorm(5, 0.5, 0.6, 2),
            (x, _) => functional.local_response_norm(x, 5, 0.5, 0.6, 2)),
        ("response, even", [3, 2, 7], new LocalResponseNorm(4, 2, 0.5, 1.5),
            (x, _) => functional.local_response_norm(x, 4, 2, 0.5, 1.5)),
        ("softmax", [3, 2, 7], new Softmax(), (x, _) => functional.softmax(x, 1)),
        ("flatten", [3, 2, 4], new Flatten(), (x, _) => x.flatten(1)),
    ];

    public static TheoryData<string> Names => [.. s_cases.Select(each => each.Name)];

    [TorchTheory]
    [MemberData(nameof(Names))]
    public void Agrees_with_TorchSharp(string name)
    {
        var (_, dimensions, ours, theirs) = s_cases.Single(each => each.Name == name);
        Shape sample = Shape.Of(dimensions);
        var parameters = ours.Parameters([sample]).ToDictionary(
            parameter => parameter.Name, parameter => Array.ConvertAll(RandomValues.Parameter(parameter), value => (double)value));
        OperationComparison.Close(ours, theirs, sample, RandomValues.Normal(3, 2 * sample.Elements), parameters);
    }

    private static Conv Convolution(int outputs, int[] kernel, int[] stride, int[] dilation, int[] padding, int groups = 1) =>
        new("layer", outputs, [.. kernel], [.. stride], [.. dilation], [.. padding], groups, true);
}
