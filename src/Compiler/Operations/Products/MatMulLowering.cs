namespace Fusion.Compiler.Operations;

/// <summary>Brings two values into the form that <see cref="MatMul"/> has: as many dimensions, the first not transposed.</summary>
internal static class MatMulLowering
{
    public static IReadOnlyList<int> Lower(LoweringContext context)
    {
        OperationArguments arguments = context.Arguments;
        bool transposeA = arguments.Bool("transposeA", false), transposeB = arguments.Bool("transposeB", false);
        double scale = arguments.Double("scale", 1);
        if (context.Inputs.Count != 2) return [context.Add(new MatMul(transposeB, scale))];
        int a = context.Inputs[0], b = context.Inputs[1];
        Shape left = ShapeOf(a), right = ShapeOf(b);
        // As in NumPy, a vector is a row on the left side and a column on the right, and that dimension goes again.
        if (left.Rank == 1) (a, transposeA) = (Reshape(a, 1, left.Channels), false);
        if (right.Rank == 1) (b, transposeB) = (Reshape(b, 1, right.Channels), true);
        if (transposeA) a = Turn(a);
        int product = Multiply(a, b, transposeB);
        Shape result = ShapeOf(product);
        int[] dimensions =
        [
            .. result.Leading(),
            .. left.Rank > 1 ? [result.Rows()] : Array.Empty<int>(),
            .. right.Rank > 1 ? [result.Channels] : Array.Empty<int>(),
        ];
        if (dimensions.Length == result.Rank) return [product];
        return [Reshape(product, dimensions.Length == 0 ? [1] : dimensions)];

        Shape ShapeOf(int id) => context.Builder[id].Shape;

        int Reshape(int value, params int[] dimensions) => context.Add(new Reshape([.. dimensions]), value);

        int Turn(int value) => context.Add(new Transpose(Transpose.LastTwo(ShapeOf(value).Rank)), value);

        int Multiply(int a, int b, bool transposeB)
        {
            Shape left = ShapeOf(a), right = ShapeOf(b);
            if (left.Rank == right.Rank || (left.Rank > 2 && right.Rank > 2)) return context.Add(new MatMul(transposeB, scale), a, b);
            if (right.Rank == 2)
            {
                // One matrix for all rows.
                int rows = context.Add(new MatMul(transposeB, scale), Reshape(a, left.Pixels, left.Channels), b);
                return Reshape(rows, [.. left.Spatial, ShapeOf(rows).Channels]);
            }

            // The same for the transposed product, whose left side has the matrices.
            if (!transposeB) b = Turn(b);
            Shape columns = ShapeOf(b);
            int turned = context.Add(new MatMul(true, scale), Reshape(b, columns.Pixels, columns.Channels), a);
            return Turn(Reshape(turned, [.. columns.Spatial, left.Rows()]));
        }
    }
}
