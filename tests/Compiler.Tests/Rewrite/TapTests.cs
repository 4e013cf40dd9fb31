using Fusion.Compiler.Rewrite;
using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Cpu;
using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Rewrite;

/// <summary>Taps: a value that somebody looks at stays, no fusion is lost that need not be, and those that are lost are named.</summary>
public sealed class TapTests
{
    [Fact]
    public void A_tap_behind_the_activation_costs_nothing() => Rewriting.Gives<FuseEpilogues>(
        """
        x = Input (6, 5, 4)
        a = Conv x, outputs: 8, kernel: 3
        n = BatchNorm a
        r = Relu n
        b = Conv r, outputs: 6, kernel: 1
        output b
        tap R = r
        """,
        """
        x = Input (6, 5, 4)
        a = Fused x, core: PackedConvolution, parts: "Conv a → BatchNorm n", kernel: (1, 3, 3), padding: (0, 1, 1), then: Relu
        b = Fused a, core: PackedConvolution, parts: "Conv b"
        output b
        tap R = a
        """);

    [Fact]
    public void A_tap_before_the_activation_splits_it_off() => Rewriting.Gives<FuseEpilogues>(
        """
        x = Input (6, 5, 4)
        a = Conv x, outputs: 8, kernel: 3
        n = BatchNorm a
        r = Relu n
        output r
        tap N = n
        """,
        """
        x = Input (6, 5, 4)
        a = Fused x, core: PackedConvolution, parts: "Conv a → BatchNorm n", kernel: (1, 3, 3), padding: (0, 1, 1)
        r = Fused a, core: Copy, then: Relu
        output r
        tap N = a
        """,
        "r: Relu is a pass of its own, because the tap N shows its input.");

    [Fact]
    public void An_identity_hands_its_tap_on() => Rewriting.Gives<RemoveIdentities>(
        """
        x = Input (6, 5, 4)
        a = Relu x
        i = Reshape a, dimensions: (6, 5, 4)
        b = Tanh i
        output b
        tap I = i
        """,
        """
        x = Input (6, 5, 4)
        a = Relu x
        b = Tanh a
        output b
        tap I = a
        """);

    [Fact]
    public void A_value_that_only_a_tap_needs_stays() => Rewriting.Leaves<RemoveIdentities>(
        """
        x = Input (4)
        a = Relu x
        b = Tanh x
        output b
        tap A = a
        """);

    [Fact]
    public void A_BatchNorm_is_not_folded_over_a_tap() => Note<FoldBatchNorm>(
        "a = Conv x, outputs: 8, kernel: 3 | n = BatchNorm a | output n | tap A = a",
        "n: BatchNorm is not folded into the convolution before it, because the tap A shows the value between them.");

    [Fact]
    public void A_tapped_BatchNorm_is_not_folded_into_the_next_layer() => Note<FoldBatchNorm>(
        "n = BatchNorm x | a = Conv n, outputs: 8, kernel: 1 | output a | tap N = n",
        "n: BatchNorm is not folded into the convolution after it, because the tap N shows the value between them.");

    [Fact]
    public void Pixels_that_a_tap_shows_are_computed()
    {
        const string note = ": its pixels are all computed, though only some of them are read any further, because a tap shows them.";
        const string body = "a = Conv x, outputs: 6, kernel: 3 | r = Relu a | b = Conv r, outputs: 4, kernel: 1, stride: 2 | output b | ";
        Note<SkipDeadPixels>(body + "tap R = r", "r" + note);
        Note<SkipDeadPixels>(body + "tap A = a", "r" + note);
    }

    [Fact]
    public void A_tapped_Flatten_keeps_its_order() => Note<FlattenIntoLinear>(
        "f = Flatten x | a = Linear f, outputs: 3 | output a | tap F = f",
        "f: Flatten is a pass of its own, because the tap F shows its order.");

    [Fact]
    public void A_chain_breaks_at_a_tap() => Note<MergeChains>(
        "a = Conv x, outputs: 30, kernel: 1 | b = Conv a, outputs: 5, kernel: 3, padding: 0 | output b | tap A = a",
        "b: is not made one layer with a, though both are linear, because the tap A shows the value between them.");

    [Fact]
    public void A_tapped_branch_is_not_summed_into_weights() => Note<MergeBranches>(
        "a = Conv x, outputs: 4, kernel: 3 | n = BatchNorm a | b = Conv x, outputs: 4, kernel: 1 | s = Add n, b | output s | tap N = n",
        "n: its weights are not added to those of b, because the tap N shows its result.");

    [Fact]
    public void A_tapped_product_is_no_copy_of_the_weights() => Note<ExciteIntoWeights>(
        "g = Input (4) | r = Relu x | m = Multiply r, g | a = Conv m, outputs: 5, kernel: 1 | output a | tap M = m",
        "m: the gate does not scale the weights of the next layer, because the tap M shows the product.");

    [Fact]
    public void Tapped_siblings_are_merged_and_seen_as_slices() => Rewriting.Gives<MergeSiblings>(
        """
        x = Input (6, 5, 4)
        a = Conv x, outputs: 8, kernel: 1
        b = Conv x, outputs: 6, kernel: 1
        c = Conv a, outputs: 2, kernel: 3
        d = Conv b, outputs: 2, kernel: 3
        output c
        output d
        tap B = b
        """,
        """
        x = Input (6, 5, 4)
        a + b = PackedConvolution x, parts: "Conv a | Conv b"
        a = Slice a + b, start: 0, count: 8
        b = Slice a + b, start: 8, count: 6
        c = PackedConvolution a, parts: "Conv c", kernel: (1, 3, 3), padding: (0, 1, 1)
        d = PackedConvolution b, parts: "Conv d", kernel: (1, 3, 3), padding: (0, 1, 1)
        output c
        output d
        tap B = b
        """);

    [Fact]
    public void A_tapped_mean_still_goes_through_the_layer() => Rewriting.Gives<SqueezeThroughLinear>(
        """
        x = Input (5, 4, 8)
        a = Conv x, outputs: 6, kernel: 1
        p = GlobalAveragePool a
        q = Linear p, outputs: 6
        g = Sigmoid q
        m = Multiply a, g
        output m
        tap P = p
        tap G = g
        """,
        """
        x = Input (5, 4, 8)
        a = PackedConvolution x, parts: "Conv a"
        p = GlobalPool x, mode: Average
        p#2 = PackedConvolution p, parts: "Conv a"
        q = PackedConvolution p#2, parts: "Linear q"
        g = Sigmoid q
        m = Multiply a, g
        output m
        tap P = p#2
        tap G = g
        """);

    [Fact]
    public void The_plan_names_the_taps_and_bands_that_are_not_run()
    {
        Graph graph = GraphNotation.Read(
            """
            x = Input (92, 92, 3)
            a = Conv x, kernel: 1, outputs: 32
            r = Relu a
            d = DepthwiseConv r, kernel: 3
            output d
            tap R = r
            """);
        var notes = new FusionNotes();
        Graph rewritten = RewritePipeline.Run(graph, notes);
        CpuPlan plan = Scheduler.Schedule(rewritten, InstructionSet.Avx2, new WeightLayout(InstructionSet.Avx2));
        string text = PlanText.FusionPlan(graph, [plan], notes);
        Assert.Contains("\ntaps: R (92, 92, 32)\n", text);
        Assert.Contains("d: does not run band by band with the kernel before it, because the tap R shows the value between them.", text);
        Assert.DoesNotContain("Everything that could be fused was.", text);
    }

    private static void Note<TPass>(string body, string note) where TPass : IRewritePass =>
        Rewriting.Leaves<TPass>("x = Input (7, 8, 4)\n" + body.Replace(" | ", "\n"), note);
}
