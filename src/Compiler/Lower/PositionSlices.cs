using Fusion.Compiler.Declarations;

namespace Fusion.Compiler.Lower;

/// <summary>Evaluates <c>x[1..^1, ..]</c>: a <c>Crop</c> whose numbers follow from the ranges.</summary>
internal sealed class PositionSlices(Evaluator evaluator, NetworkLowering lowering, LoweringErrors errors)
{
    public object Evaluate(Frame frame, Positions positions)
    {
        object target = evaluator.Evaluate(frame, positions.Target);
        if (target is UnknownValue) return target;
        if (target is Several { Items: var items } && positions.Ranges.Count == 1) return Elements(frame, positions, items);
        if (target is not TensorValue tensor)
            return Mistake(frame, positions, $"{Scalars.Describe(target)} has no ranges; only tensors have positions, and arrays elements");
        Shape? shape = lowering.Shape(tensor);
        if (shape is null) return UnknownValue.Instance;
        if (positions.Ranges.Count > shape.SpatialRank)
            return Mistake(frame, positions, $"{positions.Ranges.Count} ranges were given, but the tensor {shape} has "
                + $"{shape.SpatialRank} dimensions before its channels; take channels with Slice");
        int[] before = new int[shape.SpatialRank], after = new int[shape.SpatialRank];
        for (int d = 0; d < positions.Ranges.Count; d++)
        {
            int size = shape.Dimensions[d];
            PositionRange range = positions.Ranges[d];
            if (Bound(frame, range.From, size, 0) is not { } from || Bound(frame, range.To, size, size) is not { } to)
                return UnknownValue.Instance;
            if (from < 0 || to > size || from >= to)
                return Mistake(frame, positions, $"The range from {from} to {to} holds no positions of the "
                    + $"{ShapeRule.DimensionName(d, shape.SpatialRank)} of {shape}, which is {size}; both bounds must lie within it, and "
                    + "the second one behind the first");
            (before[d], after[d]) = (from, size - to);
        }

        var use = new OperationUse(frame, positions.Id, [.. positions.Ranges.SelectMany(Bounds)], frame.Prefix);
        return lowering.ApplyFunction(
            use, "Crop", [new("before", before.ToEquatableArray()), new("after", after.ToEquatableArray())], [tensor.Node]);
    }

    private static IEnumerable<Argument> Bounds(PositionRange range)
    {
        if (range.From is { } from) yield return new Argument("before", from.Value);
        if (range.To is { } to) yield return new Argument("after", to.Value);
    }

    private object Elements(Frame frame, Positions positions, IList<object> items)
    {
        PositionRange range = positions.Ranges[0];
        if (Bound(frame, range.From, items.Count, 0) is not { } from || Bound(frame, range.To, items.Count, items.Count) is not { } to)
            return UnknownValue.Instance;
        return from >= 0 && to <= items.Count && from <= to
            ? new Several(items.Skip(from).Take(to - from))
            : Mistake(frame, positions, $"The range from {from} to {to} is no part of the array, which has {items.Count} elements");
    }

    private int? Bound(Frame frame, PositionBound? bound, int size, int missing)
    {
        if (bound is null) return missing;
        object value = evaluator.Evaluate(frame, bound.Value);
        if (value is int number) return bound.IsFromEnd ? size - number : number;
        if (value is not UnknownValue)
            Mistake(frame, bound.Value, $"A bound of a range is {Scalars.Describe(value)}; a whole number was expected");
        return null;
    }

    private UnknownValue Mistake(Frame frame, Expression expression, string message) =>
        errors.Add(frame.Error(expression.Id, DiagnosticIds.UnexpectedValue, message));
}
