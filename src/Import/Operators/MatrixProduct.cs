using Fusion.Import.Fold;
using Fusion.Import.Trace;

namespace Fusion.Import.Operators;

internal static class MatrixProduct
{
    public static void Import(NodeContext context)
    {
        if (context.Input(1).Constant is { Rank: 2 } weight && context.IsTraced(0))
        {
            TracedValue a = context.Traced(0);
            int outputs = weight.Dimensions[1];
            if (a.Sizes[^1] != weight.Dimensions[0])
                throw new ImportException(
                    $"the weight {ConstantTensor.Text(weight.Dimensions)} takes {weight.Dimensions[0]} values, but the input "
                    + $"{ConstantTensor.Text(a.Sizes)} has {a.Sizes[^1]}");
            FollowingBias? following = FollowingBias.Find(context, outputs, a.Rank - 1, a.Rank);
            string path = context.Path(1);
            context.Weight(path + ".weight", weight.Transposed([1, 0]));
            if (following is not null) context.Weight(path + ".bias", following.Bias.Reshaped([outputs]));
            TracedValue result = Linears.Apply(context, a, new Linear(path, outputs, following is not null), path);
            context.Return(result);
            following?.Return(context, result);
            return;
        }

        context.Return(OfValues(context, context.Traced(0), context.Traced(1), transposeB: false));
    }

    /// <summary>The product of two values, [.., M, K] and [.., K, N], the second perhaps transposed.</summary>
    public static TracedValue OfValues(NodeContext context, TracedValue a, TracedValue b, bool transposeB)
    {
        if (a.Rank == 1) return Without(OfValues(context, a with { Dims = [Extent.One, a.Dims[0]] }, b, transposeB), b.Rank == 1 ? -1 : -2);
        if (b.Rank == 1) return Without(OfValues(context, a, b with { Dims = [b.Dims[0], Extent.One] }, transposeB), -1);
        (a, b) = Aligned(context, a, b);
        int inner = transposeB ? b.Rank - 1 : b.Rank - 2, columns = transposeB ? b.Rank - 2 : b.Rank - 1;
        if (a.Sizes[^1] != b.Sizes[inner])
            throw new ImportException($"{ConstantTensor.Text(a.Sizes)} and {ConstantTensor.Text(b.Sizes)} do not fit");
        Extent[] leadA = [.. a.Dims.Take(a.Rank - 2)], leadB = [.. b.Dims.Take(b.Rank - 2)];
        bool isShared = leadB.All(extent => extent.Size == 1 && extent.Factors.Count == 0);
        if (!isShared && !leadA.Select(extent => extent.Size).SequenceEqual(leadB.Select(extent => extent.Size)))
            throw new ImportException(
                $"{ConstantTensor.Text(a.Sizes)} and {ConstantTensor.Text(b.Sizes)} have other dimensions before the last two");
        Factor? batch = context.Arranger.Batch;
        Extent lead = WithoutBatch(leadA), rows = a.Dims[^2], depth = a.Dims[^1];
        Extent[] left = lead.Factors.Count > 0 ? [lead, rows, depth] : [rows, depth];
        // The second value as it lies, if possible: then nothing is moved.
        Extent other = WithoutBatch(leadB);
        bool liesTransposed = b.Order.LastOrDefault() is { } last && b.Dims[inner].Factors.Contains(last);
        Extent[] matrix = liesTransposed ? [b.Dims[columns], b.Dims[inner]] : [b.Dims[inner], b.Dims[columns]];
        Extent[] right = other.Factors.Count > 0 ? [other, .. matrix] : matrix;
        int first = context.Arranger.Arrange(a, left), second = context.Arranger.Arrange(b, right);
        if (left.Length > right.Length)
        {
            // One matrix for all: its rows are those of all matrices of the first.
            Extent all = new([.. lead.Factors, .. rows.Factors]);
            first = context.Arranger.Arrange(a, [all, depth]);
            left = [all, depth];
        }
        else if (right.Length > left.Length)
        {
            throw new ImportException(
                $"{ConstantTensor.Text(a.Sizes)} would be used for each of the matrices of {ConstantTensor.Text(b.Sizes)}");
        }

        int product = context.Add(new MatMul(liesTransposed), first, second);
        // Not the second value's own factors: in self-attention they are those of the rows, too.
        Extent made = Extent.Of(b.Sizes[columns]);
        return new TracedValue(product, [.. left[..^1], made], [.. leadA, rows, made]);

        Extent WithoutBatch(Extent[] lead) => new([.. lead.SelectMany(extent => extent.Factors).Where(factor => factor != batch)]);
    }

    /// <summary>Both with the same dimensions before the last two; a second value without any stays, one matrix for all.</summary>
    private static (TracedValue A, TracedValue B) Aligned(NodeContext context, TracedValue a, TracedValue b)
    {
        int[] leadA = a.Sizes[..^2], leadB = b.Sizes[..^2];
        if (leadA.SequenceEqual(leadB) || leadB.All(size => size == 1)) return (a, b);
        int[] lead = NumpyShape.Common(leadA, leadB);
        return (Arithmetic.Spread(context, a, [.. lead, .. a.Sizes[^2..]]), Arithmetic.Spread(context, b, [.. lead, .. b.Sizes[^2..]]));
    }

    private static TracedValue Without(TracedValue value, int dim) =>
        value with { Dims = [.. value.Dims.Where((_, i) => i != value.Rank + dim)] };
}
