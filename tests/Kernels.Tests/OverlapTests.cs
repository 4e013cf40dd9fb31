using Fusion.Kernels.Tests.Support;
using InstructionSet = Fusion.InstructionSet;

namespace Fusion.Kernels.Tests;

/// <summary>
/// Outputs in the memory of inputs: either the results are those of separate memory, or the call is refused and changes nothing.
/// </summary>
public sealed class OverlapTests
{
    private static readonly Graph[] s_needOwnMemory =
    [
        Build.Graph("Linear", g => g.Output("y", g.Linear(g.Input("x", 512), 512))),
        Build.Graph("MaxPool", g => g.Output("y", g.MaxPool(g.Input("x", 9, 7, 16), 3, 1, 1))),
        Build.Graph("AveragePool", g => g.Output("y", g.Add(new AveragePool([3, 3], [1, 1], [1, 1], false, true), g.Input("x", 9, 7, 16)))),
        Build.Graph("Pointwise", g => g.Output("y", g.Conv(g.Input("x", 5, 6, 64), 64, 1))),
        Build.Graph("Groups", g => g.Output("y", g.Conv(g.Input("x", 5, 6, 64), 64, 1, groups: 2))),
        Build.Graph("Shuffle", g => g.Output("y", g.Add(new ChannelShuffle(4), g.Input("x", 3, 5, 32)))),
        Build.Graph("Shortcut", g =>
        {
            // The input is read once more when the output is written.
            int x = g.Input("x", 5, 6, 64);
            g.Output("y", g.Sum(g.Conv(g.Relu(g.Conv(x, 128, 1)), 64, 1), x));
        }),
        // One value of the input for each channel of the output.
        Build.Graph("Gate", g => g.Output("y", g.Product(g.Input("z", 4, 5, 16), g.Input("x", 1, 1, 16)))),
        Build.Graph("Halves", g =>
        {
            int x = g.Input("x", 4, 4, 32);
            g.Output("y", g.Concat(g.Slice(x, 16, 16), g.Slice(x, 0, 16)));
        }),
    ];

    private static readonly Graph[] s_runInPlace =
    [
        Build.Graph("Relu", g => g.Output("y", g.Relu(g.Input("x", 9, 7, 16)))),
        Build.Graph("Few", g => g.Output("y", g.Relu(g.Input("x", 9, 7, 3)))),
        Build.Graph("Silu", g =>
        {
            int x = g.Input("x", 300, 16);
            g.Output("y", g.Product(x, g.Add(new Sigmoid(), g.Norm(x))));
        }),
        Build.Graph("Perceptron", g => g.Output("y", g.Linear(g.Relu(g.Linear(g.Input("x", 512), 512)), 512))),
        Build.Graph("Residual", g =>
        {
            int x = g.Input("x", 512);
            g.Output("y", g.Sum(g.Add(new Softmax(), g.Linear(g.Relu(g.Linear(x, 600)), 512)), x));
        }),
        Build.Graph("Padded", g =>
        {
            int x = g.Input("x", 600);
            g.Output("y", g.Sum(g.Add(new Softmax(), g.Linear(g.Relu(g.Linear(x, 600)), 600)), x));
        }),
        // With a halo, the input is copied before anything is computed.
        Build.Graph("Image", g => g.Output("y", g.Conv(g.Input("x", 12, 12, 3), 3, 3))),
        Build.Graph("Classifier", g =>
        {
            int x = g.Relu(g.Conv(g.Input("x", 8, 8, 16), 32, 1));
            g.Output("y", g.Add(new Softmax(), g.Linear(g.Mean(x), 10)));
        }),
        Build.Graph("Autoencoder", g => g.Output("y", g.Linear(g.Relu(g.Linear(g.Input("x", 256), 16)), 256))),
        Build.Graph("Wider", g => g.Output("y", g.Linear(g.Relu(g.Linear(g.Input("x", 64), 64)), 96))),
        Build.Graph("Two", g => g.Output("y", g.Sum(g.Input("z", 4, 5, 16), g.Input("x", 4, 5, 16)))),
    ];

    private static readonly CompiledNetwork[] s_refusing = CompiledNetwork.Build(s_needOwnMemory);

    private static readonly CompiledNetwork[] s_inPlace = CompiledNetwork.Build(s_runInPlace);

    private static readonly CompiledNetwork s_branches = CompiledNetwork.Build(Build.Graph("Branches", g =>
    {
        int x = g.Conv(g.Input("x", 4, 4, 3), 8, 3);
        g.Output("left", g.Relu(x));
        g.Output("right", g.Add(new Sigmoid(), x));
    }));

    private static readonly CompiledNetwork[] s_random =
        CompiledNetwork.Build([.. Enumerable.Range(0, 60).Select(i => RandomGraph.CreateSmall(new Random(i), $"Random{i}")
            with { Layout = i % 3 == 0 ? Fusion.Compiler.Layout.Nchw : Fusion.Compiler.Layout.Nhwc })]);

    [Theory]
    [MemberData(nameof(Check.Machines), MemberType = typeof(Check))]
    public void Networks_that_still_read_their_input_need_an_output_of_its_own(InstructionSet set, int threads)
    {
        foreach (CompiledNetwork compiled in s_refusing)
        {
            var place = Place.At(compiled, "x", "y", 0);
            using Network network = Load(compiled, set, threads);
            foreach (int batch in new[] { 1, 3 })
            {
                var refusal = Refusal(compiled, network, place, batch);
                Assert.Equal(
                    "x and y overlap in memory: this network still reads x when it writes y, " +
                    "which needs memory of its own. (Parameter 'y')",
                    refusal?.Message);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Check.Machines), MemberType = typeof(Check))]
    public void Networks_that_have_read_their_input_before_run_in_place(InstructionSet set, int threads)
    {
        foreach (CompiledNetwork compiled in s_inPlace)
        {
            var place = Place.At(compiled, "x", "y", 0);
            using Network network = Load(compiled, set, threads);
            Assert.Null(Refusal(compiled, network, place, batch: 1));
            var refusal = Refusal(compiled, network, place, batch: 3);
            if (compiled.Graph.Name != "Wider") Assert.Null(refusal);
            else
                Assert.Equal(
                    "x and y overlap in memory: in a batch, y, with more bytes for each sample, " +
                    "would be written over samples of x that are "
                        + "still to be read. (Parameter 'y')",
                    refusal?.Message);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(16)]
    public void Overlap_by_some_elements_is_refused(int distance)
    {
        foreach (CompiledNetwork compiled in s_inPlace)
        {
            using Network network = Load(compiled, InstructionSet.Auto, 1);
            foreach (int batch in new[] { 1, 2 })
            {
                if (compiled.Graph.Name == "Wider" && batch == 2) continue;
                var refusal = Refusal(compiled, network, Place.At(compiled, "x", "y", distance), batch);
                Assert.Equal("x and y overlap in memory: y may lie where x lies only from the same element on. (Parameter 'y')",
                    refusal?.Message);
            }
        }
    }

    [Fact]
    public void Memory_that_only_touches_is_accepted()
    {
        foreach (CompiledNetwork compiled in s_refusing.Concat(s_inPlace))
        {
            using Network network = Load(compiled, InstructionSet.Auto, 1);
            foreach (int batch in new[] { 1, 2 })
            {
                Shape x = compiled.Graph.Inputs.First(node => ((Input)node.Operation).Name == "x").Shape;
                int behind = (int)x.Elements * batch;
                int before = -compiled.Outputs(0, batch)[0].Length;
                Assert.Null(Refusal(compiled, network, Place.At(compiled, "x", "y", behind), batch));
                Assert.Null(Refusal(compiled, network, Place.At(compiled, "x", "y", before), batch));
                // One element closer they overlap.
                Assert.NotNull(Refusal(compiled, network, Place.At(compiled, "x", "y", behind - 1), batch));
                Assert.NotNull(Refusal(compiled, network, Place.At(compiled, "x", "y", before + 1), batch));
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(127)]
    [InlineData(-127)]
    public void Outputs_do_not_overlap_each_other(int distance)
    {
        using Network network = Load(s_branches, InstructionSet.Auto, 1);
        float[] memory = new float[400];
        Memory<float> left = memory.AsMemory(130, 128), right = memory.AsMemory(130 + distance, 128);
        var refusal = Assert.Throws<ArgumentException>(() => s_branches.Run(network, [new float[48]], [left, right]));
        Assert.Equal("left and right overlap in memory: each output needs memory of its own. (Parameter 'right')", refusal.Message);
        Assert.All(memory, value => Assert.Equal(0, value));
        s_branches.Run(network, [new float[48]], [left, memory.AsMemory(258, 128)]);
    }

    [Fact]
    public void Inputs_may_overlap_each_other()
    {
        CompiledNetwork compiled = s_inPlace.Single(network => network.Graph.Name == "Two");
        using Network network = Load(compiled, InstructionSet.Auto, 1);
        float[] memory = Values(400);
        float[][] expected = compiled.Run(network, [memory[..320], memory[16..336]]), found = compiled.Outputs(0, 1);
        compiled.Run(network, [memory.AsMemory(0, 320), memory.AsMemory(16, 320)], [found[0]]);
        Assert.Equal(expected, found);
    }

    /// <summary>Nobody chose these: what the compiler lets run in place gives the right bits, everywhere.</summary>
    [Theory]
    [MemberData(nameof(Check.Machines), MemberType = typeof(Check))]
    public void Random_networks_run_in_place_rightly_or_not_at_all(InstructionSet set, int threads)
    {
        int refused = 0, ran = 0;
        foreach (CompiledNetwork compiled in s_random)
        {
            using Network network = Load(compiled, set, threads);
            foreach (Place place in Place.All(compiled))
            {
                foreach (int batch in new[] { 1, 2 })
                {
                    if (Refusal(compiled, network, place, batch) is null) ran++;
                    else refused++;
                }
            }
        }
        Assert.InRange(ran, 20, int.MaxValue);
        Assert.InRange(refused, 20, int.MaxValue);
    }

    /// <summary>
    /// Runs with one output in the memory of one input. Returns the exception, or checks the results against those of separate memory.
    /// </summary>
    private static ArgumentException? Refusal(CompiledNetwork compiled, Network network, Place place, int batch)
    {
        float[][] inputs = [.. compiled.Graph.Inputs.Select((node, i) => Values((int)node.Shape.Elements * batch, i))];
        float[][] expected = compiled.Run(network, inputs, batch);

        int length = inputs[place.Input].Length, start = Math.Max(0, -place.Distance);
        float[] memory = new float[start + Math.Max(length, place.Distance + expected[place.Output].Length)];
        inputs[place.Input].CopyTo(memory, start);
        Memory<float>[] shared = Array.ConvertAll(inputs, values => values.AsMemory());
        shared[place.Input] = memory.AsMemory(start, length);
        Memory<float>[] outputs = Array.ConvertAll(compiled.Outputs(0, batch), values => values.AsMemory());
        outputs[place.Output] = memory.AsMemory(start + place.Distance, expected[place.Output].Length);
        float[] before = [.. memory];
        try
        {
            compiled.Run(network, shared, outputs);
        }
        catch (ArgumentException refusal)
        {
            Assert.Equal(before, memory);
            return refusal;
        }
        for (int i = 0; i < outputs.Length; i++)
            Assert.True(
                expected[i].AsSpan().SequenceEqual(outputs[i].Span),
                $"{place} on {network.InstructionSet} with {network.Threads} threads:\n{GraphText.Print(compiled.Graph)}");
        return null;
    }

    private static Network Load(CompiledNetwork compiled, InstructionSet set, int threads) =>
        compiled.Load(RandomWeights.Of(compiled.Graph, 1), new NetworkOptions { InstructionSet = set, Threads = threads });

    private static float[] Values(int count, int seed = 0)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() * 2 - 1)];
    }

    /// <summary>Where an output lies: so many elements behind the start of an input.</summary>
    private sealed record Place(int Input, int Output, int Distance)
    {
        public static Place At(CompiledNetwork compiled, string input, string output, int distance) => new(
            compiled.Graph.Inputs.ToList().FindIndex(node => ((Input)node.Operation).Name == input),
            compiled.Graph.Outputs.ToList().FindIndex(candidate => candidate.Name == output),
            distance);

        public static IEnumerable<Place> All(CompiledNetwork compiled) =>
            from input in Enumerable.Range(0, compiled.Graph.Inputs.Count())
            from output in Enumerable.Range(0, compiled.Graph.Outputs.Count)
            select new Place(input, output, 0);
    }
}
