using Fusion.Import.Fold;
using Fusion.Import.Trace;

namespace Fusion.Import.Operators;

/// <summary>Brings two operands into one order, with sizes of 1 where one of them is spread over the other.</summary>
internal static class Broadcasts
{
    private const int MostDimensions = 4;

    public static TracedValue Combine(NodeContext context, Operand left, Operand right, BinaryOperation operation)
    {
        int[] sizes = NumpyShape.Common(left.Sizes, right.Sizes);
        left = left.WithRank(sizes.Length);
        right = right.WithRank(sizes.Length);
        (left, right) = (left.WithoutBatch(context.Arranger, right), right.WithoutBatch(context.Arranger, left));
        if (!Covers(left, sizes) && !Covers(right, sizes))
        {
            if (left.Value is not null) left = Operand.Of(Arithmetic.Spread(context, left.Value, sizes));
            else right = Operand.Of(Arithmetic.Spread(context, right.Value!, sizes));
        }

        // A constant has no order of its own. Where it covers a value that is smaller, it is a value like any other.
        bool isLeftHost = Covers(left, sizes) && (left.Value is not null || !Covers(right, sizes));
        Operand host = isLeftHost ? left : right, guest = isLeftHost ? right : left;
        if (host.Value is null) host = Operand.Of(context.OfConstant(host.Constant!.Reshaped(host.Sizes)));
        for (int dim = 0; dim < sizes.Length; dim++) Refine(ref host, ref guest, dim);
        Dictionary<Factor, Factor> pairs = new(ReferenceEqualityComparer.Instance);
        for (int dim = 0; dim < sizes.Length; dim++)
        {
            foreach (var (own, other) in host.Dims[dim].Factors.Zip(guest.Dims[dim].Factors))
            {
                if (own == context.Arranger.Batch != (other == context.Arranger.Batch)) throw new BatchException();
                pairs[own] = other;
            }
        }

        // A value that has no batch is the same for every sample.
        if (context.Arranger.Batch is { } batch && guest.Value is { } value && value.Dims.Any(dim => dim.Factors.Contains(batch))
            && host.Dims.Any(dim => dim.Factors.Contains(batch)) && !pairs.ContainsKey(batch))
            throw new BatchException();
        Extent[] axes = Uniform(host.Value!, pairs);
        Extent[] guestAxes = [.. axes
            .Select(axis => new Extent([.. axis.Factors.Where(pairs.ContainsKey).Select(factor => pairs[factor])]))];
        guestAxes = guestAxes[NeedlessAxes(context, guest, guestAxes)..];
        int node = context.Arranger.Arrange(host.Value!, axes);
        if (operation is Multiply && guest.Constant is { } weights && guestAxes.Length == 1 && guestAxes[0].Size == axes[^1].Size
            && axes[^1].Size > 1)
        {
            string path = context.Session.Names.PathOf(context.Node, weights.Name);
            context.Weight(path + ".weight", guest.Ordered(guestAxes).Reshaped([guestAxes[0].Size]));
            node = context.Builder.Add(new ChannelScale(path + ".weight"), [node], path);
        }
        else
        {
            int other = guest.Arrange(context, guestAxes);
            node = isLeftHost ? context.Add(operation, node, other) : context.Add(operation, other, node);
        }

        return new TracedValue(node, axes, host.Dims);
    }

    /// <summary>How many dimensions of the size 1 in front are left out: as many as the value does not have already.</summary>
    private static int NeedlessAxes(NodeContext context, Operand guest, Extent[] axes)
    {
        int ones = Array.FindIndex(axes, axis => axis.Factors.Count > 0);
        if (ones < 0) ones = axes.Length - 1;
        return guest.Value is { } value ? Math.Clamp(axes.Length - context.Builder[value.Node].Shape.Rank, 0, ones) : ones;
    }

    private static bool Covers(Operand operand, int[] sizes) => operand.Sizes.SequenceEqual(sizes);

    /// <summary>Cuts a dimension's factors so that both sides have the same sizes.</summary>
    private static void Refine(ref Operand host, ref Operand guest, int dim)
    {
        for (int i = 0; i < host.Dims[dim].Factors.Count && i < guest.Dims[dim].Factors.Count; i++)
        {
            Factor own = host.Dims[dim].Factors[i], other = guest.Dims[dim].Factors[i];
            if (own.Size == other.Size) continue;
            if (own.Size % other.Size == 0) host = host.Split(own, [new Factor(other.Size), new Factor(own.Size / other.Size)]);
            else if (other.Size % own.Size == 0) guest = guest.Split(other, [new Factor(own.Size), new Factor(other.Size / own.Size)]);
            else throw new ImportException(
                $"both values have dimensions that were merged in ways that do not fit ({own.Size} and {other.Size})");
        }
    }

    /// <summary>The host's axes, cut and merged so that each is shared wholly or not at all.</summary>
    private static Extent[] Uniform(TracedValue host, Dictionary<Factor, Factor> pairs)
    {
        List<List<Factor>> axes = [];
        foreach (Extent axis in host.Axes)
        {
            List<Factor>? current = null;
            foreach (Factor factor in axis.Factors)
            {
                if (current is null || pairs.ContainsKey(factor) != pairs.ContainsKey(current[0])) axes.Add(current = []);
                current.Add(factor);
            }
        }

        if (axes.Count == host.Axes.Count(axis => axis.Factors.Count > 0)) return [.. host.Axes];
        for (int i = axes.Count - 2; i >= 0 && axes.Count > MostDimensions; i--)
        {
            if (pairs.ContainsKey(axes[i][0]) != pairs.ContainsKey(axes[i + 1][0])) continue;
            axes[i].AddRange(axes[i + 1]);
            axes.RemoveAt(i + 1);
        }

        return [.. axes.Select(axis => new Extent(axis))];
    }
}
