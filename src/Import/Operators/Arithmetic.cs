using Fusion.Import.Fold;
using Fusion.Import.Trace;

namespace Fusion.Import.Operators;

/// <summary>Operators between values, or a value and a number, with NumPy's broadcasting.</summary>
internal static class Arithmetic
{
    public static ImportedValue Add(NodeContext context, ImportedValue a, ImportedValue b) => Combine(context, a, b, new Add(),
        number => number == 0 ? [] : [new Affine(1, number)], number => number == 0 ? [] : [new Affine(1, number)]);

    public static ImportedValue Subtract(NodeContext context, ImportedValue a, ImportedValue b) => Combine(context, a, b, new Subtract(),
        number => number == 0 ? [] : [new Affine(1, -number)], number => [new Affine(-1, number)]);

    public static ImportedValue Multiply(NodeContext context, ImportedValue a, ImportedValue b) => Combine(context, a, b, new Multiply(),
        number => number == 1 ? [] : [new Affine(number)], number => number == 1 ? [] : [new Affine(number)]);

    public static ImportedValue Divide(NodeContext context, ImportedValue a, ImportedValue b) => Combine(context, a, b, new Divide(),
        number => number == 1 ? [] : [new Affine(1 / number)], number => [new Reciprocal(number)]);

    public static ImportedValue Maximum(NodeContext context, ImportedValue a, ImportedValue b) => Combine(context, a, b, new Maximum(),
        number => [number == 0 ? new Relu() : new Clamp(number, null)], number => [number == 0 ? new Relu() : new Clamp(number, null)]);

    public static ImportedValue Minimum(NodeContext context, ImportedValue a, ImportedValue b) => Combine(context, a, b, new Minimum(),
        number => [new Clamp(null, number)], number => [new Clamp(null, number)]);

    /// <summary>An operator of one, two or more values, combined from the left.</summary>
    public static void Many(NodeContext context, Func<NodeContext, ImportedValue, ImportedValue, ImportedValue> combine) =>
        context.Return(Enumerable.Range(1, context.InputCount - 1)
            .Aggregate(context.Input(0), (value, i) => combine(context, value, Aligned(context, value, context.Input(i)))));

    /// <summary>Before opset 7, an attribute said at which dimension the second value begins.</summary>
    private static ImportedValue Aligned(NodeContext context, ImportedValue first, ImportedValue second)
    {
        if (context.Opset > 6 || context.Int("broadcast", 0) == 0 || !context.Node.Attributes.ContainsKey("axis")) return second;
        int after = first.Sizes.Length - TracedValue.Axis(context.Int("axis", 0), first.Sizes.Length) - second.Sizes.Length;
        int[] ones = [.. Enumerable.Repeat(1, Math.Max(0, after))];
        return second.Constant is { } constant
            ? constant.Reshaped([.. constant.Dimensions, .. ones])
            : second.Traced! with { Dims = [.. second.Traced!.Dims, .. ones.Select(_ => Extent.One)] };
    }

    public static void Mean(NodeContext context)
    {
        ImportedValue sum = Enumerable.Range(1, context.InputCount - 1)
            .Aggregate(context.Input(0), (value, i) => Add(context, value, context.Input(i)));
        context.Return(context.InputCount == 1 ? sum : Scale(context, sum.Traced!, 1.0 / context.InputCount, 0));
    }

    public static void Power(NodeContext context)
    {
        if (context.Input(1).Constant is not { Elements: 1 } exponent)
        {
            context.Return(Combine(context, context.Input(0), context.Input(1), new Power(), _ => [], number =>
                [new Affine(Math.Log(number)), new Exp()]));
            return;
        }

        TracedValue value = context.Traced(0);
        Operation operation = exponent.Scalar switch
        {
            2 => new Square(),
            0.5 => new Sqrt(),
            -1 => new Reciprocal(),
            -0.5 => new Rsqrt(),
            var number => new Pow(Number(exponent, number)),
        };
        context.Return(exponent.Scalar == 1 ? value : value with { Node = context.Add(operation, value.Node) });
    }

    public static TracedValue Scale(NodeContext context, TracedValue value, double scale, double offset) =>
        value with { Node = context.Add(new Affine(scale, offset), value.Node) };

    /// <summary>A value at every position of larger dimensions.</summary>
    public static TracedValue Spread(NodeContext context, TracedValue value, int[] sizes)
    {
        Extent[] dims = [.. Enumerable.Repeat(Extent.One, sizes.Length - value.Rank), .. value.Dims];
        if (dims.Select(extent => extent.Size).SequenceEqual(sizes)) return value with { Dims = dims };
        int[] axes = [.. Enumerable.Range(0, sizes.Length)
            .Where(dim => sizes[dim] > 1 && (context.Arranger.Batch is null || !dims[dim].Is(context.Arranger.BatchExtent)))];
        int node = context.Arranger.Arrange(value with { Dims = dims }, [.. axes.Select(dim => dims[dim])]);
        Extent[] spread = [.. dims.Select((extent, dim) => extent.Size == sizes[dim] ? extent : Extent.Of(sizes[dim]))];
        Extent[] result = [.. axes.Select(dim => spread[dim])];
        return new TracedValue(context.Add(new Broadcast([.. result.Select(axis => axis.Size)]), node), result, spread);
    }

    private static ImportedValue Combine(NodeContext context, ImportedValue left, ImportedValue right, BinaryOperation operation,
        Func<double, Operation[]> withRightNumber, Func<double, Operation[]> withLeftNumber)
    {
        if (left.Traced is null && right.Traced is null) left = context.OfConstant(left.Constant!);
        if (right.Constant is { Elements: 1 } rightNumber) return Apply(left.Traced!, rightNumber, withRightNumber);
        if (left.Constant is { Elements: 1 } leftNumber) return Apply(right.Traced!, leftNumber, withLeftNumber);
        return Broadcasts.Combine(context, Operand.Of(left), Operand.Of(right), operation);

        TracedValue Apply(TracedValue value, ConstantTensor number, Func<double, Operation[]> operations)
        {
            Extent[] dims = [.. Enumerable.Repeat(Extent.One, Math.Max(0, number.Rank - value.Rank)), .. value.Dims];
            int node = operations(Number(number, number.Scalar)).Aggregate(value.Node, (node, next) => context.Add(next, node));
            return value with { Node = node, Dims = dims };
        }
    }

    private static double Number(ConstantTensor constant, double number) => constant.IsFloating ? ((float)number).Written() : number;
}
