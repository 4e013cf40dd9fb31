using Fusion.Tests.Execution;

namespace Fusion.Tests.Weights;

public sealed class WeightsCheckTests
{
    private static readonly NetworkInfo _info = new(
        "Small",
        [],
        [
            new ParameterInfo("conv.weight", [4, 3, 1, 1], ParameterKind.Weight, 3),
            new ParameterInfo("fc.weight", [2, 4], ParameterKind.Weight, 4),
            new ParameterInfo("fc.bias", [2], ParameterKind.Bias),
            new ParameterInfo("bn.running_var", [2], ParameterKind.RunningVariance),
        ]);

    private static StateDict Good(string except = "")
    {
        var weights = new StateDict();
        foreach (ParameterInfo parameter in _info.Parameters)
        {
            float[] values = new float[parameter.Elements];
            if (parameter.Name != except) weights.Add(parameter.Name, parameter.Dimensions, values);
        }
        return weights;
    }

    private static void Check(StateDict weights, NetworkOptions? options = null) =>
        WeightsCheck.Check(_info, weights, options ?? new NetworkOptions());

    [Fact]
    public void Fitting_weights_pass() => Check(Good());

    [Fact]
    public void Batch_counts_are_ignored_whatever_their_type()
    {
        StateDict weights = Good();
        weights.Add("bn.num_batches_tracked", [], [1]);
        weights.Add(new WeightTensor("layer.bn.num_batches_tracked", "I64", [], null));
        Check(weights);
    }

    [Fact]
    public void Ones_at_an_end_of_shapes_do_not_matter()
    {
        var weights = Good("conv.weight");
        weights.Add("conv.weight", [4, 3], new float[12]);
        Check(weights);
        weights = Good("fc.weight");
        weights.Add("fc.weight", [2, 4, 1, 1], new float[8]);
        Check(weights);
        weights = Good("fc.weight");
        weights.Add("fc.weight", [1, 2, 4], new float[8]);
        Check(weights);
        weights = Good("fc.weight");
        weights.Add("fc.weight", [1, 4, 2], new float[8]);
        Assert.Throws<WeightsException>(() => Check(weights));
        weights = Good("fc.weight");
        weights.Add("fc.weight", [1, 2, 4, 1], new float[8]);
        Assert.Throws<WeightsException>(() => Check(weights));
    }

    [Fact]
    public void Every_problem_is_in_one_exception()
    {
        var weights = new StateDict();
        weights.Add("conv.weight", [3, 4, 1, 1], new float[12]);
        weights.Add(new WeightTensor("fc.weight", "I64", [2, 4], null));
        weights.Add("bn.running_var", [2], [1, float.NaN]);
        weights.Add("extra.weight", [7], new float[7]);
        var exception = Assert.Throws<WeightsException>(() => Check(weights));
        Assert.Equal(
            [
                "conv.weight: shape [3, 4, 1, 1] was found; [4, 3, 1, 1] was expected.",
                "fc.weight: values of type I64 were found; F32, F16 or BF16 was expected.",
                "fc.bias: missing; [2] was expected.",
                "bn.running_var: NaN was found at index 1 of 2; a finite number was expected (the option AllowNonFinite permits " +
                "others).",
                "extra.weight: unexpected; F32 [7] was found, and Small has no such tensor.",
            ],
            exception.Problems);
        Assert.StartsWith("The weights do not fit Small: 5 problems.\n  conv.weight: shape", exception.Message);
        Assert.All(exception.Problems, problem => Assert.Contains(problem, exception.Message));
    }

    [Fact]
    public void Unexpected_tensors_are_permitted_where_the_check_is_not_strict()
    {
        StateDict weights = Good();
        weights.Add("extra.weight", [7], new float[7]);
        Assert.Throws<WeightsException>(() => Check(weights));
        Check(weights, new NetworkOptions { Strict = false });
        Assert.Throws<WeightsException>(() => Check(Good("fc.bias"), new NetworkOptions { Strict = false }));
    }

    [Fact]
    public void A_type_that_nobody_knows_is_a_problem_only_where_its_values_are_needed()
    {
        StateDict weights = Good();
        weights.Add(new WeightTensor("extra.weight", "F33", [7], null));
        Assert.Contains("extra.weight: unexpected; F33 [7] was found", Assert.Throws<WeightsException>(() => Check(weights)).Message);
        Check(weights, new NetworkOptions { Strict = false });
        weights = Good("fc.bias");
        weights.Add(new WeightTensor("fc.bias", "F33", [2], null));
        Assert.Contains(
            "fc.bias: values of type F33 were found; F32, F16 or BF16 was expected.",
            Assert.Throws<WeightsException>(() => Check(weights, new NetworkOptions { Strict = false })).Message);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Numbers_that_are_not_finite_are_found_at_every_index(float value)
    {
        for (int i = 0; i < 12; i++)
        {
            // The largest finite numbers around it are none of these.
            float[] values = [.. Enumerable.Range(0, 12).Select(k => k == i ? value : k % 2 == 0 ? float.MaxValue : float.MinValue)];
            StateDict weights = Good("conv.weight");
            weights.Add("conv.weight", [4, 3, 1, 1], values);
            Assert.Contains($"at index {i} of 12", Assert.Throws<WeightsException>(() => Check(weights)).Message);
            Check(weights, new NetworkOptions { AllowNonFinite = true });
        }
    }

    [Fact]
    public void A_negative_variance_is_refused()
    {
        StateDict weights = Good("bn.running_var");
        weights.Add("bn.running_var", [2], [0, -0.5f]);
        Assert.Contains("bn.running_var: the variance -0.5 was found at index 1",
            Assert.Throws<WeightsException>(() => Check(weights)).Message);
    }

    [Fact]
    public void A_network_is_not_made_from_weights_that_do_not_fit() =>
        Assert.Equal(2, Assert.Throws<WeightsException>(() => new ChainNetwork(null, new StateDict())).Problems.Count);
}
