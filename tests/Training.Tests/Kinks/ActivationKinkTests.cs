using Fusion.Compiler.Operations;
using Fusion.Training.Tests.Torch;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Fusion.Training.Tests.Kinks;

/// <summary>Activations and their derivatives at their kinks, beside them, and far away, as PyTorch has them.</summary>
public class ActivationKinkTests
{
    /// <summary>PyTorch has 1/6 in single precision in HardSigmoid's derivative, whatever the type of its values.</summary>
    private const double Tolerance = 1e-7;

    /// <summary>PyTorch computes the first elements of a tensor in vectors and what is left one by one, with other code.</summary>
    private const int InVectors = 64, OneByOne = 1;

    private static readonly (string Name, ElementwiseOperation Ours, Func<torch.Tensor, torch.Tensor> Torch)[] s_activations =
    [
        ("Relu", new Relu(), x => functional.relu(x)),
        ("Relu6", new Relu6(), x => functional.relu6(x)),
        ("LeakyRelu", new LeakyRelu(), x => functional.leaky_relu(x, 0.01)),
        ("LeakyRelu, slope -2", new LeakyRelu(-2), x => functional.leaky_relu(x, -2)),
        ("Silu", new Silu(), x => functional.silu(x)),
        ("HardSwish", new HardSwish(), x => functional.hardswish(x)),
        ("Sigmoid", new Sigmoid(), x => functional.sigmoid(x)),
        ("HardSigmoid", new HardSigmoid(), x => functional.hardsigmoid(x)),
        ("Tanh", new Compiler.Operations.Tanh(), x => functional.tanh(x)),
        ("Gelu", new Gelu(), x => functional.gelu(x)),
        ("GeluTanh", new Gelu(Approximate: true), x => functional.gelu(x, TorchSharp.Modules.GELU.Approximate.tanh)),
        ("Elu", new Elu(), x => functional.elu(x, 1)),
        ("Elu, alpha 0.7", new Elu(0.7), x => functional.elu(x, 0.7)),
        ("Mish", new Mish(), x => functional.mish(x)),
    ];

    /// <summary>
    /// The kinks of all activations and the numbers beside them, and what overflows or underflows somewhere. No NaN, of which PyTorch's two
    /// kinds of code make different derivatives.
    /// </summary>
    private static readonly double[] s_points =
    [
        .. new double[] { -6, -3, 0, 3, 6 }.SelectMany(kink => new[] { Math.BitDecrement(kink), kink, Math.BitIncrement(kink) }),
        -0.0, -1, 1, -5, 5, -40, 40, -800, 800, -1e300, 1e300, double.NegativeInfinity, double.PositiveInfinity,
    ];

    public static TheoryData<string> Names => [.. s_activations.Select(each => each.Name)];

    [Fact]
    public void Every_activation_is_compared() =>
        Assert.Empty(ActivationTable.Names.Except(s_activations.Select(each => each.Name)).Except(["None"]));

    [TorchTheory]
    [MemberData(nameof(Names))]
    public void Value_and_derivative_agree_with_TorchSharp(string name)
    {
        var (_, ours, theirs) = s_activations.Single(each => each.Name == name);
        foreach (double x in s_points)
        {
            foreach (int length in new[] { InVectors, OneByOne })
            {
                using var scope = torch.NewDisposeScope();
                torch.Tensor given = torch.full(length, x, torch.float64, requires_grad: true);
                torch.Tensor result = theirs(given);
                result.sum().backward();
                Close(result[^1].item<double>(), ours.Apply(x), $"value of {name}({x:R})");
                Close(given.grad![^1].item<double>(), ours.Derivative(x), $"derivative of {name} at {x:R}");
            }
        }
    }

    private static void Close(double expected, double found, FormattableString what) => Assert.True(
        found.Equals(expected) || Math.Abs(found - expected) <= Tolerance * Math.Max(1, Math.Abs(expected)),
        FormattableString.Invariant($"The {FormattableString.Invariant(what)}: {expected:R} was expected, {found:R} was found."));
}
