using Fusion.Import.Fold;
using Fusion.Import.Trace;

namespace Fusion.Import.Operators;

/// <summary>A side of an operator: a value, or a constant that becomes a parameter in whatever order the other side has.</summary>
internal sealed record Operand(TracedValue? Value, ConstantTensor? Constant, Extent[] Dims)
{
    public static Operand Of(ImportedValue value) => value.Traced is { } traced
        ? new Operand(traced, null, [.. traced.Dims])
        : new Operand(null, value.Constant, [.. value.Constant!.Dimensions.Select(Extent.Of)]);

    public int[] Sizes => [.. Dims.Select(extent => extent.Size)];

    public Operand WithRank(int rank)
    {
        Extent[] dims = [.. Enumerable.Repeat(Extent.One, rank - Dims.Length), .. Dims];
        return this with { Dims = dims, Value = Value is null ? null : Value with { Dims = dims } };
    }

    /// <summary>A constant that has the same numbers for each sample of the batch that the other side has, once.</summary>
    public Operand WithoutBatch(Arranger arranger, Operand other)
    {
        if (arranger.Batch is null || Constant is null) return this;
        ConstantTensor once = Constant.Reshaped(Sizes);
        for (int dim = 0; dim < Dims.Length; dim++)
            if (other.Dims[dim].Is(arranger.BatchExtent)) once = once.Once(dim) ?? once;
        return once.Dimensions.SequenceEqual(Sizes) ? this : Of(once);
    }

    public Operand Split(Factor factor, Factor[] parts)
    {
        TracedValue split = (Value ?? new TracedValue(-1, [], Dims)).Split(factor, parts);
        return this with { Dims = [.. split.Dims], Value = Value is null ? null : split };
    }

    /// <summary>The node with these axes.</summary>
    public int Arrange(NodeContext context, Extent[] axes)
    {
        return Value is not null ? context.Arranger.Arrange(Value, axes)
            : context.Parameter(Ordered(axes), [.. axes.Select(axis => axis.Size)]);
    }

    /// <summary>The constant in the order of these axes.</summary>
    public ConstantTensor Ordered(Extent[] axes)
    {
        Factor[] own = [.. Dims.SelectMany(extent => extent.Factors)], wanted = [.. axes.SelectMany(axis => axis.Factors)];
        ConstantTensor parts = Constant!.Reshaped([.. own.Select(factor => factor.Size)]);
        return own.SequenceEqual(wanted) ? parts : parts.Transposed([.. wanted.Select(factor => Array.IndexOf(own, factor))]);
    }
}
