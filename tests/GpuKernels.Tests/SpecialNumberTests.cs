using Fusion.Kernels.Tests.Support;

namespace Fusion.Kernels.Tests;

/// <summary>Large angles, and the sign of 0.</summary>
public sealed class SpecialNumberTests
{
    private static readonly Graph[] s_angles = [Build.Single(new Sin(), 97, 4), Build.Single(new Cos(), 97, 3)];

    private static readonly Operation[] s_signed =
    [
        new Abs(), new Square(), new LeakyRelu(0.1), new Silu(), new HardSwish(), new Tanh(), new Gelu(), new Mish(),
        new Sqrt(), new Sin(), new Clamp(-1, 1),
    ];

    [Theory]
    [InlineData(0, 13)]
    [InlineData(11, 24)]
    [InlineData(24, 36)]
    [InlineData(36, 48)]
    public void Angles_are_turned_by_whole_turns_first(int from, int to) => Check.Graphs(s_angles, _ => 4, random =>
        (random.Next(2) * 2 - 1) * MathF.Pow(2, from + random.NextSingle() * (to - from)));

    [Fact]
    public void Angles_that_were_wrong()
    {
        float[] angles = [1e6f, 9e7f, 1.1e8f, 2e14f, 281474976710656f, 4096f, 4096.0005f, -4096.0005f, 8192f, 1f, -1f, 0f];
        Check.Graphs(s_angles, _ => 4, random => angles[random.Next(angles.Length)]);
    }

    [Fact]
    public void Of_what_is_no_angle_there_is_no_sine()
    {
        float[] angles = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, 1f];
        Check.Graphs(s_angles, _ => 4, random => angles[random.Next(angles.Length)]);
    }

    /// <summary>More positions than the input has along a dimension of one, which no tap or only padding reaches.</summary>
    [Fact]
    public void Behind_an_input_of_one_position_there_is_padding() => Check.Graphs(
    [
        Build.Single(new ConvTranspose("up", 3, [3, 3], [2, 2], [1, 1], [0, 0], [1, 1], 1, true), 5, 1, 4),
        Build.Single(new ConvTranspose("up", 4, [3, 3], [2, 2], [1, 1], [0, 0], [1, 1], 4, true), 5, 1, 4),
        Build.Single(new Conv("conv", 5, [1, 1], [1, 1], [1, 1], [0, 0], 1, true) { PaddingEnd = [1, 2] }, 3, 1, 4),
    ], _ => 60);

    [Fact]
    public void Where_no_tap_reaches_infinity_is_not_seen()
    {
        int i = 0;
        Check.Graphs([Build.Single(new ConvTranspose("up", 1, [2, 5], [2, 2], [2, 2], [0, 0], [0, 0], 1, true), 7, 1, 16)], _ => 200,
            _ => i++ % 112 == 56 ? float.PositiveInfinity : 0f);
    }

    [Fact]
    public void Zero_keeps_its_sign() => Check.Graphs(
        [.. s_signed.Select(operation => Build.Graph(operation.Kind, g =>
            g.Output("y", g.Add(new Reciprocal(1), g.Add(operation, g.Input("x", 5, 3))))))],
        _ => 4, random => random.Next(2) == 0 ? 0f : -0f);
}
