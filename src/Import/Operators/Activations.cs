using Fusion.Import.Fold;
using Fusion.Import.Trace;

namespace Fusion.Import.Operators;

/// <summary>Functions of each element.</summary>
internal static class Activations
{
    public static void Unary(NodeContext context, Operation operation) => Chain(context, operation);

    public static void Chain(NodeContext context, params Operation[] operations)
    {
        TracedValue value = context.Traced(0);
        context.Return(value with { Node = operations.Aggregate(value.Node, (node, operation) => context.Add(operation, node)) });
    }

    public static void HardSigmoid(NodeContext context)
    {
        double slope = context.Float("alpha", 0.2f).Written(), offset = context.Float("beta", 0.5f).Written();
        // Exporters write a sixth in decimals of any length.
        if (Math.Abs(slope - 1.0 / 6) < 1e-5) slope = 1.0 / 6;
        Unary(context, new HardSigmoid(slope, offset));
    }

    public static void Selu(NodeContext context) => Chain(context,
        new Elu(context.Float("alpha", 1.67326319217681884765625f).Written()),
        new Affine(context.Float("gamma", 1.05070102214813232421875f).Written()));

    /// <summary>max(0, x) + min(0, α (exp(x / α) − 1)), which is α times Elu of x / α.</summary>
    public static void Celu(NodeContext context)
    {
        double alpha = context.Float("alpha", 1).Written();
        if (alpha == 1) Unary(context, new Elu());
        else Chain(context, new Affine(1 / alpha), new Elu(), new Affine(alpha));
    }

    public static void Swish(NodeContext context)
    {
        double alpha = context.Float("alpha", 1).Written();
        if (alpha == 1)
        {
            Unary(context, new Silu());
            return;
        }

        TracedValue value = context.Traced(0);
        int gate = context.Add(new Sigmoid(), context.Add(new Affine(alpha), value.Node));
        context.Return(value with { Node = context.Add(new Multiply(), value.Node, gate) });
    }

    public static void Softsign(NodeContext context)
    {
        TracedValue value = context.Traced(0);
        int size = context.Add(new Affine(1, 1), context.Add(new Abs(), value.Node));
        context.Return(value with { Node = context.Add(new Divide(), value.Node, size) });
    }

    public static void Clip(NodeContext context)
    {
        if (context.IsTraced(1) || context.IsTraced(2))
        {
            // Limits that are computed, say from the largest element: min(max(x, least), greatest).
            ImportedValue limited = context.Input(0);
            if (IsLimit(1)) limited = Arithmetic.Maximum(context, limited, context.Input(1));
            if (IsLimit(2)) limited = Arithmetic.Minimum(context, limited, context.Input(2));
            context.Return(limited);
            return;
        }

        double? least = Bound("min", 1), greatest = Bound("max", 2);
        if (least is null && greatest is null) context.Return(context.Traced(0));
        else if (least > greatest) Chain(context, new Clamp(least, null), new Clamp(null, greatest));
        else Unary(context, (least, greatest) switch
        {
            (0, 6) => new Relu6(),
            (0, null) => new Relu(),
            _ => new Clamp(least, greatest),
        });

        bool IsLimit(int input) => context.IsTraced(input) || (context.Has(input) && Bound("", input) is not null);

        double? Bound(string name, int input)
        {
            float? number = context.Node.Attributes.GetValueOrDefault(name)?.Float
                ?? (context.Has(input) ? (float)context.Constant(input).Scalar : null);
            return number is null || Math.Abs(number.Value) >= float.MaxValue ? null : number.Value.Written();
        }
    }

    public static void PRelu(NodeContext context)
    {
        TracedValue value = context.Traced(0);
        ConstantTensor slope = context.Constant(1);
        if (slope.Elements == 1)
        {
            // One slope for all is a parameter still: it was trained.
            string own = context.Path(1);
            context.Weight(own + ".weight", slope.Reshaped([1]));
            context.Return(value with { Node = context.Builder.Add(new PRelu(own, Shared: true), [value.Node], own) });
            return;
        }

        // Before opset 7 there was no broadcasting: a slope for each channel was a vector.
        if (context.Opset < 7 && slope.Rank == 1) slope = slope.Reshaped([slope.Dimensions[0], .. Enumerable.Repeat(1, value.Rank - 2)]);
        int[] aligned = NumpyShape.Aligned(slope.Dimensions, value.Rank);
        int axis = Array.FindIndex(aligned, size => size > 1);
        if (slope.Elements == aligned[axis] && aligned[axis] == value.Sizes[axis])
        {
            (int node, Extent[] positions) = Linears.Channels(context, value, [axis]);
            string path = context.Path(1);
            context.Weight(path + ".weight", slope.Reshaped([aligned[axis]]));
            context.Return(new TracedValue(context.Builder.Add(new PRelu(path), [node], path), [.. positions, value.Dims[axis]],
                value.Dims));
            return;
        }

        // A slope for each element: max(x, 0) + slope · min(x, 0).
        TracedValue positive = value with { Node = context.Add(new Relu(), value.Node) };
        TracedValue negative = value with { Node = context.Add(new Clamp(null, 0), value.Node) };
        context.Return(Arithmetic.Add(context, positive, Arithmetic.Multiply(context, negative, slope)));
    }
}
