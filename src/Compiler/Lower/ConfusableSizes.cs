using Fusion.Compiler.Declarations;

namespace Fusion.Compiler.Lower;

/// <summary>
/// Finds sizes of a network that the lengths of spans do not tell apart: a batch of one is as long as a batch of the other, in every input
/// and
/// output.
/// </summary>
internal static class ConfusableSizes
{
    /// <param name="spec">The declaration.</param>
    /// <param name="graphs">One for each size, in their order.</param>
    public static IReadOnlyList<LoweringError> Find(NetworkSpec spec, IReadOnlyList<Graph> graphs)
    {
        var found = new List<LoweringError>();
        for (int size = 1; size < graphs.Count; size++)
        {
            // One warning for each size says enough.
            int other = graphs.Take(size).ToList().FindIndex(earlier => SmallestBatches(earlier, graphs[size]) is not null);
            if (other < 0) continue;
            var (batch, batchOfOther) = SmallestBatches(graphs[size], graphs[other])!.Value;
            string name = Name(spec.Sizes[size]);
            found.Add(new Frame(spec.Body, "", "", null, 0).Error(
                spec.Sizes[size].Id, DiagnosticIds.ConfusableSizes,
                $"The sizes {Name(spec.Sizes[other])} and {name} of '{spec.Body.ShortName}' cannot be told apart by the lengths of spans: "
                    + $"{Samples(batchOfOther)} of the former {(batchOfOther == 1 ? "is" : "are")} as long as {Samples(batch)} of the "
                    + "latter, "
                    + "and Run throws for them; "
                    + $"name the size in the call, as in 'network.At{name}.Run(…)', and suppress this warning"));
        }

        return found;
    }

    /// <summary>The smallest batches of both that are equally long in all inputs and outputs; null where no spans can hold such.</summary>
    private static (long First, long Second)? SmallestBatches(Graph first, Graph second)
    {
        long[] lengths = Lengths(first), others = Lengths(second);
        long divisor = GreatestCommonDivisor(lengths[0], others[0]);
        long batch = others[0] / divisor, batchOfOther = lengths[0] / divisor;
        bool areEqual = Enumerable.Range(0, lengths.Length)
            .All(i => lengths[i] * batch == others[i] * batchOfOther && lengths[i] * batch <= int.MaxValue);
        return areEqual ? (batch, batchOfOther) : null;
    }

    private static long[] Lengths(Graph graph) =>
        [.. graph.Inputs.Select(node => node.Shape.Elements), .. graph.Outputs.Select(output => graph.Nodes[output.Node].Shape.Elements)];

    private static long GreatestCommonDivisor(long a, long b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);

    private static string Name(SizeSpec size) => "(" + string.Join(", ", size.Dimensions) + ")";

    private static string Samples(long batch) => batch == 1 ? "one sample" : $"{batch} samples";
}
