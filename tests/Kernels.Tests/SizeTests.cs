using System.Reflection;
using Fusion.Kernels.Tests.Support;
using InstructionSet = Fusion.InstructionSet;

namespace Fusion.Kernels.Tests;

/// <summary>Networks with several sizes: the size that is named runs, and nothing is guessed.</summary>
public sealed class SizeTests
{
    /// <summary>Any number of samples of one is as long as some of the other, in every output.</summary>
    private static readonly CompiledNetwork s_squares = CompiledNetwork.BuildSizes(Net(4, 4), Net(8, 8));

    /// <summary>One sample of one is as long as one of the other.</summary>
    private static readonly CompiledNetwork s_turned = CompiledNetwork.BuildSizes(Net(6, 10), Net(10, 6));

    /// <summary>The same, each size a network of its own.</summary>
    private static readonly CompiledNetwork[] s_alone = CompiledNetwork.Build([.. s_squares.Sizes, .. s_turned.Sizes]);

    [Theory]
    [MemberData(nameof(Check.Machines), MemberType = typeof(Check))]
    public void A_named_size_runs_whatever_else_the_lengths_fit(InstructionSet set, int threads)
    {
        for (int i = 0; i < s_alone.Length; i += 2)
        {
            CompiledNetwork compiled = i == 0 ? s_squares : s_turned;
            StateDict weights = RandomWeights.Of(compiled.Graph, 1);
            var options = new NetworkOptions { InstructionSet = set, Threads = threads };
            using Network network = compiled.Load(weights, options);
            for (int size = 0; size < 2; size++)
            {
                CompiledNetwork alone = s_alone[i + size];
                using Network expected = alone.Load(weights, options);
                foreach (int batch in new[] { 1, 3, 4 })
                {
                    float[][] inputs = Inputs(compiled.Sizes[size], batch);
                    Assert.Equal(alone.Run(expected, inputs, batch), compiled.RunAt(network, size, inputs, batch));
                }
            }
        }
    }

    [Fact]
    public void Lengths_that_only_one_size_fits_need_no_name()
    {
        using Network network = s_squares.Load(RandomWeights.Of(s_squares.Graph, 1), new NetworkOptions());
        foreach (int batch in new[] { 1, 2, 3, 5, 7 })
        {
            float[][] inputs = Inputs(s_squares.Graph, batch);
            Assert.Equal(s_squares.RunAt(network, 0, inputs, batch), s_squares.Run(network, inputs, batch));
        }
    }

    [Theory]
    [InlineData(4, 4, "(4, 4, 1) with a batch of 4, (8, 8, 1) with one sample. Name the one that is meant, as in At(8, 8, 1).Run(…)")]
    [InlineData(8, 3, "(4, 4, 1) with a batch of 12, (8, 8, 1) with a batch of 3. Name the one that is meant, as in At(8, 8, 1).Run(…)")]
    public void Lengths_that_two_sizes_fit_are_refused(int side, int batch, string sizes)
    {
        using Network network = s_squares.Load(RandomWeights.Of(s_squares.Graph, 1), new NetworkOptions());
        int size = side == 4 ? 0 : 1;
        float[][] inputs = Inputs(s_squares.Sizes[size], batch), outputs = s_squares.Outputs(size, batch);
        var refusal = Assert.Throws<ArgumentException>(() => s_squares.Run(network, inputs, outputs));
        Assert.Equal($"Spans of these lengths fit several sizes of Network0: {sizes}. (Parameter 'x')", refusal.Message);
        Assert.Equal("x", refusal.ParamName);
        Assert.All(outputs, output => Assert.All(output, value => Assert.Equal(0, value)));
    }

    [Theory]
    // The inputs can be meant for either size, or for one of them.
    [InlineData(
        64, 33, 16,
        "x 64, small 33, same 16. Expected: (4, 4, 1) with a batch of 4: x 64, small 32, same 64; "
            + "(8, 8, 1) with one sample: x 64, small 32, same 64.",
        "small")]
    [InlineData(32, 16, 33, "x 32, small 16, same 33. Expected: (4, 4, 1) with a batch of 2: x 32, small 16, same 32.", "small")]
    // For neither.
    [InlineData(
        20, 16, 32,
        "x 20, small 16, same 32. Expected: for each sample (4, 4, 1): x 16, small 8, same 16; (8, 8, 1): x 64, small 32, same 64.", "x")]
    [InlineData(
        0, 0, 0,
        "x 0, small 0, same 0. Expected: for each sample (4, 4, 1): x 16, small 8, same 16; (8, 8, 1): x 64, small 32, same 64.", "x")]
    public void Wrong_lengths_list_every_size_that_would_fit(int x, int small, int same, string message, string parameter)
    {
        using Network network = s_squares.Load(RandomWeights.Of(s_squares.Graph, 1), new NetworkOptions());
        var refusal = Assert.Throws<ArgumentException>(() => s_squares.Run(network, [new float[x]], [new float[small], new float[same]]));
        Assert.Equal($"The lengths of the spans fit no size of Network0: {message} (Parameter '{parameter}')", refusal.Message);
    }

    [Fact]
    public void A_named_size_checks_the_lengths_itself()
    {
        using Network network = s_squares.Load(RandomWeights.Of(s_squares.Graph, 1), new NetworkOptions());
        var refusal = Assert.Throws<ArgumentException>(() => s_squares.RunAt(network, 1, Inputs(s_squares.Sizes[0], 3)));
        Assert.Equal(
            "x: 48 values were given; 64 (one sample) or a multiple of it (a batch) was expected. (Parameter 'x')", refusal.Message);
    }

    [Fact]
    public void The_default_of_the_structure_names_no_size()
    {
        using Network network = s_squares.Load(RandomWeights.Of(s_squares.Graph, 1), new NetworkOptions());
        Type sized = network.GetType().GetNestedType("Sized")!;
        PropertyInfo named = sized.GetProperty("Network", BindingFlags.NonPublic | BindingFlags.Instance)!;
        var refusal = Assert.Throws<TargetInvocationException>(() => named.GetValue(Activator.CreateInstance(sized)));
        Assert.IsType<InvalidOperationException>(refusal.InnerException);
        Assert.Equal("default(Sized) names no size; get one from At.", refusal.InnerException.Message);
    }

    [Fact]
    public void Naming_a_size_allocates_nothing()
    {
        using Network network = s_squares.Load(RandomWeights.Of(s_squares.Graph, 1), new NetworkOptions { Threads = 1 });
        Memory<float>[] inputs = [new float[48]], outputs = [new float[24], new float[48]];
        Memory<float>[] large = [new float[64]], results = [new float[32], new float[64]];
        Assert.Equal(0, Allocations.Least(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                s_squares.Run(network, inputs, outputs);
                s_squares.RunAt(network, 1, large, results);
            }
        }));
    }

    private static Graph Net(int height, int width) => Build.Graph("Sizes", g =>
    {
        int x = g.Input("x", height, width, 1);
        int y = g.Relu(g.Conv(x, 4, 3));
        g.Output("small", g.Conv(g.MaxPool(y, 2, 2), 2, 1));
        g.Output("same", g.Conv(y, 1, 3));
    });

    private static float[][] Inputs(Graph graph, int batch)
    {
        var random = new Random(3);
        float[] Values(long count) => [.. Enumerable.Range(0, (int)count).Select(_ => random.NextSingle() * 2 - 1)];
        return [.. graph.Inputs.Select(input => Values(input.Shape.Elements * batch))];
    }
}
