using Fusion.Import.Tests.Writing.Support;
using Fusion.Import.Writing;

namespace Fusion.Import.Tests.Writing;

/// <summary>Parts that are one block, though functions between their layers have other numbers.</summary>
public sealed class BlockTests
{
    private const string Head = "using Fusion; using static Fusion.Ops; [FusedNetwork(8, 8, 8)] public partial class Net { ";

    [Fact]
    public void What_is_a_share_of_the_channels_needs_no_parameter()
    {
        string text = Written("""
            [Block<Half>, Conv(16, 1), Block<Half>] Layer layers;
            [Block] public partial class Half
            {
                [Conv("x.Channels", 3)] Layer conv;
                Tensor Forward(Tensor x) => conv(x) + PadChannels(Slice(x, 0, x.Channels / 2), x.Channels / 4, x.Channels / 4);
            }
            """);
        Assert.Equal(1, Count(text, "[Block]"));
        Assert.Contains("Slice(x, 0, x.Channels / 2), x.Channels / 4, x.Channels / 4)", text);
    }

    [Fact]
    public void What_is_none_is_a_parameter()
    {
        string text = Written("""
            [Block<Cut>(3), Block<Cut>(5)] Layer layers;
            [Block] public partial class Cut(int start)
            {
                [Conv("x.Channels", 3)] Layer conv;
                Tensor Forward(Tensor x) => conv(x) * Slice(x, start, 1);
            }
            """);
        Assert.True(1 == Count(text, "[Block]"), text);
        Assert.Contains("(int start)", text);
        Assert.Contains("Slice(x, start, 1)", text);
    }

    [Fact]
    public void Equal_parts_of_a_value_are_said_by_Split()
    {
        string text = Written("""
            [Conv(12, 1)] Layer conv;
            Tensor Forward(Tensor x) { var y = conv(x); return Split(y, 3)[2] * Split(y, 3)[0] + Split(y, 3)[1]; }
            """);
        Assert.Contains("Split(y, 3)[2]", text);
        Assert.DoesNotContain("Slice", text);
        Assert.Contains("Slice(y, 4, 4)", Written("""
            [Conv(12, 1)] Layer conv;
            Tensor Forward(Tensor x) { var y = conv(x); return Slice(y, 0, 4) * Slice(y, 4, 4); }
            """));
    }

    /// <summary>The elements of a sequence have what joins around them, be it without parameters.</summary>
    [Fact]
    public void A_shortcut_without_parameters_is_the_elements_own()
    {
        string text = Written("""
            [Block<Down>, Block<Down>] Layer stage;
            [Block] public partial class Down
            {
                [Conv("2 * x.Channels", 3, Stride = 2)] Layer first;
                [Conv("x.Channels", 3)] Layer second;
                Tensor Forward(Tensor x) => Relu(second(Relu(first(x))) + PadChannels(Subsample(x, 2), 0, x.Channels));
            }
            """);
        Assert.Contains("[Block<BasicBlock>(Repeat = 2)]", text);
        Assert.Contains("PadChannels(Subsample(x, 2), 0, x.Channels)", text);
    }

    [Fact]
    public void Layers_of_one_word_are_called_by_what_tells_them_apart()
    {
        string text = Written("""
            [Conv(8, 1, Name = "box.0.conv")] Layer a; [Conv(8, 1, Name = "box.1.conv")] Layer b;
            [Conv(8, 1, Name = "score.0.conv")] Layer c;
            [Conv(8, 1, Name = "up1.up")] Layer d; [Conv(8, 1, Name = "up1.conv")] Layer e;
            [Conv(8, 1, Name = "up2.up")] Layer f; [Conv(8, 1, Name = "up2.conv")] Layer g;
            Tensor Forward(Tensor x) => a(x) * b(x) + c(x) * d(x) + e(x) * f(x) + g(x);
            """);
        foreach (string name in new[] { "box0", "box1", "score0", "up1_up", "up1_conv", "up2_up", "up2_conv" })
            Assert.Contains($"Layer {name};", text);
    }

    /// <summary>The declaration of a network that must come back as it was.</summary>
    private static string Written(string body)
    {
        Graph graph = Assert.Single(FrontEnd.Graphs(FrontEnd.Compile(Head + body + " }"), "Net"));
        DeclarationText text = DeclarationWriter.Write(graph, new DeclarationOptions("Net"));
        Graph found = Assert.Single(FrontEnd.Graphs(FrontEnd.Compile(text.Text), "Net"));
        SameGraph.Check(graph, found, text.Renames, text.Text);
        SameGraph.Compute(graph, found, text.Renames, text.Text);
        return text.Text;
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
