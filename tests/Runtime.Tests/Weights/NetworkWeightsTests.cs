namespace Fusion.Tests.Weights;

public sealed class NetworkWeightsTests
{
    private static readonly NetworkInfo _info = new(
        "Small",
        [],
        [
            new ParameterInfo("conv.weight", [64, 32, 3, 3], ParameterKind.Weight, 288),
            new ParameterInfo("big.weight", [1024, 200], ParameterKind.Weight, 200),
            new ParameterInfo("conv.bias", [64], ParameterKind.Bias),
            new ParameterInfo("bn.weight", [64], ParameterKind.Scale),
            new ParameterInfo("bn.running_mean", [64], ParameterKind.RunningMean),
            new ParameterInfo("bn.running_var", [64], ParameterKind.RunningVariance),
            new ParameterInfo("prelu.weight", [64], ParameterKind.Slope),
        ]);

    [Fact]
    public void Each_kind_is_filled_as_documented()
    {
        StateDict weights = NetworkWeights.Initialize(_info, 1);
        AssertNormal(weights["conv.weight"].Values, Math.Sqrt(2.0 / 288));
        AssertNormal(weights["big.weight"].Values, Math.Sqrt(2.0 / 200));
        AssertAll(weights["conv.bias"], 0);
        AssertAll(weights["bn.weight"], 1);
        AssertAll(weights["bn.running_mean"], 0);
        AssertAll(weights["bn.running_var"], 1);
        AssertAll(weights["prelu.weight"], 0.25f);
        Assert.Equal(18432 + 204800 + 64 + 64 + 64, _info.ParameterCount);
    }

    [Fact]
    public void The_same_seed_gives_the_same_numbers_and_another_seed_others()
    {
        float[] first = NetworkWeights.Initialize(_info, -3)["big.weight"].Values.ToArray();
        Assert.Equal(first, NetworkWeights.Initialize(_info, -3)["big.weight"].Values.ToArray());
        Assert.NotEqual(first, NetworkWeights.Initialize(_info, 3)["big.weight"].Values.ToArray());
    }

    [Fact]
    public void The_numbers_are_the_same_on_every_machine_and_for_ever()
    {
        float[] values = NetworkWeights.Initialize(_info, 42)["conv.weight"].Values[..4].ToArray();
        Assert.Equal(["BDAA29E3", "3D8A18C7", "BD1B98E4", "BD8842C4"],
            values.Select(value => BitConverter.SingleToUInt32Bits(value).ToString("X8")));
    }

    [Fact]
    public void Large_tensors_have_numbers_of_their_own_in_every_part()
    {
        // What follows the first 65,536 values is another sequence, which other threads may make.
        float[] values = NetworkWeights.Initialize(_info, 42)["big.weight"].Values.ToArray();
        Assert.Equal(["3DB28D9C", "3D6A609C", "BE548526"],
            new[] { values[65_536], values[131_072], values[^1] }.Select(value => BitConverter.SingleToUInt32Bits(value).ToString("X8")));
    }

    [Fact]
    public void The_fan_in_of_a_weight_follows_from_its_shape_where_it_is_not_said()
    {
        var info = new NetworkInfo("Plain", [], [new ParameterInfo("w", [512, 4, 3, 3], ParameterKind.Weight)]);
        AssertNormal(NetworkWeights.Initialize(info, 1)["w"].Values, Math.Sqrt(2.0 / 36));
    }

    [Fact]
    public void The_logarithm_is_right()
    {
        for (double x = 1e-300; x < 1e300; x *= 1.37)
            Assert.Equal(Math.Log(x), RandomNormal.Log(x), 1e-15 * Math.Max(1, Math.Abs(Math.Log(x))));
    }

    private static void AssertAll(WeightTensor tensor, float value) =>
        Assert.All(tensor.Values.ToArray(), found => Assert.Equal(value, found));

    private static void AssertNormal(ReadOnlySpan<float> values, double deviation)
    {
        double[] z = [.. values.ToArray().Select(value => value / deviation)];
        double tolerance = 5 / Math.Sqrt(z.Length);
        Assert.Equal(0, z.Average(), tolerance);
        Assert.Equal(1, z.Average(value => value * value), 2 * tolerance);
        Assert.Equal(3, z.Average(value => Math.Pow(value, 4)), 10 * tolerance);
        Assert.Equal(0.6827, z.Count(value => Math.Abs(value) < 1) / (double)z.Length, tolerance);
        Assert.Equal(0, Enumerable.Range(0, z.Length - 1).Average(i => z[i] * z[i + 1]), tolerance);
        Assert.Equal(z.Length, z.Distinct().Count() + z.Length / 20, z.Length / 20.0);
    }
}
