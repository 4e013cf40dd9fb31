using Fusion.Generator.Tests.Support;
using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Tests.Diagnostics;

/// <summary>FUS043: sizes that the lengths of spans do not tell apart.</summary>
public class SizeTests
{
    [Theory]
    [InlineData("4, 4, 1", "8, 8, 1", "[Conv(1, 3), Relu]", "4 samples of the former are as long as one sample of the latter")]
    [InlineData("8, 8, 1", "4, 4, 1", "[Conv(1, 3), Relu]", "one sample of the former is as long as 4 samples of the latter")]
    [InlineData("32, 64, 3", "64, 32, 3", "[Conv(5, 3), Relu]", "one sample of the former is as long as one sample of the latter")]
    [InlineData("32, 64, 3", "64, 32, 3", "[GlobalAveragePool]", "one sample of the former is as long as one sample of the latter")]
    [InlineData("4, 6, 1", "6, 6, 1", "[Conv(1, 3), Relu]", "3 samples of the former are as long as 2 samples of the latter")]
    [InlineData("8", "2, 8", "[Linear(4)]", "2 samples of the former are as long as one sample of the latter")]
    [InlineData("2, 4, 4, 1", "4, 2, 4, 1", "[Conv(1, 3), Relu]", "one sample of the former is as long as one sample of the latter")]
    public Task Batches_of_two_sizes_are_equally_long(string first, string second, string layers, string which) => Mistake.ExpectAsync(
        $"[FusedNetwork({first}), [|FusedNetwork({second})|]] partial class Net {{ {layers} Layer a; }}",
        "FUS043",
        $"The sizes ({first}) and ({second}) of 'Net' cannot be told apart by the lengths of spans: {which}, and Run throws for them; "
            + $"name the size in the call, as in 'network.At({second}).Run(…)', and suppress this warning");

    [Fact]
    public Task Batches_are_equally_long_in_all_of_several_outputs() => Mistake.ExpectAsync(
        """
        [FusedNetwork(8, 8, 3), [|FusedNetwork(16, 16, 3)|]]
        partial class Net
        {
            [MaxPool(2)] Layer pool;

            (Tensor half, Tensor quarter, Tensor mean) Forward(Tensor x) => (pool(x), pool(pool(x)), Concat(pool(x), pool(x)));
        }
        """,
        "FUS043",
        "The sizes (8, 8, 3) and (16, 16, 3) of 'Net' cannot be told apart by the lengths of spans: 4 samples of the former are as " +
        "long as one "
            + "sample of the latter, and Run throws for them; name the size in the call, as in 'network.At(16, 16, 3).Run(…)', "
            + "and suppress this warning",
        use: "class User { void Use(Net net, float[] a) { net.Run(a, a, a, a); net.At(8, 8, 3).Run(a, a, a, a); } }", Project.Options);

    [Theory]
    [InlineData("[FusedNetwork(4, 4, 1), FusedNetwork(8, 8, 1)]", "[Conv(1, 3), GlobalAveragePool]")]
    [InlineData("[FusedNetwork(5, 5, 1), FusedNetwork(7, 7, 1)]", "[MaxPool(2)]")]
    [InlineData("[FusedNetwork(46341, 46340, 1), FusedNetwork(46337, 46339, 1)]", "[Relu]")]
    public async Task Sizes_that_no_batch_makes_equal_are_no_mistake(string sizes, string layers) =>
        Assert.Empty(await Project.DiagnoseAsync(Project.Compile($"{sizes} partial class Net {{ {layers} Layer a; }}")));

    [Fact]
    public async Task The_size_can_be_named_in_the_call()
    {
        const string use = """
            class User
            {
                void Use(Net net, float[] a, byte[] bytes)
                {
                    net.At(4, 4, 1).Run(a, a);
                    Net.Sized large = net.At(height: 8, width: 8, channels: 1);
                    large.Run(a, a);
                    large.Run(bytes, ImageNormalization.UnitRange, a);
                }
            }
            """;
        const string declaration = "[FusedNetwork(4, 4, 1), FusedNetwork(8, 8, 1)] partial class Net { [Conv(1, 3)] Layer a; }";
        IReadOnlyList<Diagnostic> diagnostics = await Project.DiagnoseAsync(Project.Compile(declaration, use));
        Assert.Equal("FUS043", Assert.Single(diagnostics).Id);
        Assert.Empty(await Project.DiagnoseAsync(Project.Compile("#pragma warning disable FUS043\n" + declaration, use)));
        // A mistake in the declaration is not one in every call.
        diagnostics = await Project.DiagnoseAsync(Project.Compile(declaration.Replace("Conv(1, 3)", "Conv(1, 30, Padding = 0)"), use));
        Assert.Equal("FUS101", Assert.Single(diagnostics).Id);
    }

    [Theory]
    [InlineData("8", "2, 8", "net.At(8).Run(a, a); net.At(2, 8).Run(a, a); net.At(length: 2, channels: 8).Run(a, a);")]
    [InlineData("2, 4, 4, 1", "4, 4, 1", "net.At(frames: 2, height: 4, width: 4, channels: 1).Run(a, a); net.At(4, 4, 1).Run(a, a);")]
    public async Task Sizes_of_every_rank_can_be_named(string first, string second, string calls)
    {
        string use = $"class User {{ void Use(Net net, float[] a) {{ {calls} }} }}";
        foreach (string layer in new[] { "[Relu]", "[Relu, Reshape(7, 7)]" })
        {
            var diagnostics = await Project.DiagnoseAsync(Project.Compile(
                "#pragma warning disable FUS043\n"
                    + $"[FusedNetwork({first}), FusedNetwork({second})] partial class Net {{ {layer} Layer a; }}", use));
            Assert.Equal(layer == "[Relu]" ? [] : ["FUS101"], diagnostics.Select(diagnostic => diagnostic.Id));
        }
    }
}
