using Fusion.Compiler.Onnx;
using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>
/// The product of two values: <c>scale · A B</c>, (…, M, K) and (…, K, N) to (…, M, N), for each of the matrices that the dimensions before
/// the last two count.
/// </summary>
/// <param name="TransposeB">Whether the second value is (…, N, K).</param>
/// <param name="Scale">What the product is multiplied by.</param>
public sealed record MatMul(bool TransposeB = false, double Scale = 1) : Operation
{
    /// <summary>What an application can say beyond <see cref="MatMul"/> lowers to other shapes, or to transposed operands.</summary>
    public static OperationDefinition Definition { get; } = new("MatMul", MatMulLowering.Lower)
    {
        Bind = (arguments, _, _) => new MatMul(arguments.Bool("transposeB", false), arguments.Double("scale", 1)),
    };

    public override IEnumerable<(string Name, object Value)> Properties
    {
        get
        {
            if (TransposeB) yield return ("transposeB", true);
            if (Scale != 1) yield return ("scale", Scale);
        }
    }

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        if (inputs.Count != 2)
            throw new ShapeException($"MatMul: it was given {inputs.Count} inputs, but it takes two. Write MatMul(a, b).");
        Shape a = inputs[0], b = inputs[1];
        if (a.Rank < 2 || !a.Leading().SequenceEqual(b.Leading()) || a.Rank != b.Rank)
        {
            throw new ShapeException(
                $"MatMul: the inputs are {a} and {b}, but both must have the same dimensions before the last two, or one of them none. "
                    + "Reshape or Transpose one of them.");
        }

        int depth = TransposeB ? b.Channels : b.Rows(), columns = TransposeB ? b.Rows() : b.Channels;
        if (a.Channels != depth)
        {
            string found = TransposeB ? $"the last dimension of the second" : "the dimension before the last of the second";
            throw new ShapeException(
                $"MatMul: the inputs are {a} and {b}{(TransposeB ? ", the second transposed" : "")}; the last dimension of the first is "
                    + $"{a.Channels}, {found} {depth}, but the product sums over both, so that they must be equal. Give transposeA or "
                    + "transposeB where a value lies the other way round.");
        }

        return ShapeRule.Checked(Kind, a.WithChannels(columns));
    }

    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, Shape output) => output.Elements * inputs[0].Channels;

    public override void Evaluate(ReferenceContext context)
    {
        ReferenceTensor a = context.Inputs[0], b = context.Inputs[1], output = context.Output;
        int rows = a.Shape.Rows(), depth = a.Channels, columns = output.Channels, bRows = b.Shape.Rows();
        for (int row = 0; row < output.Pixels; row++)
        {
            int first = row / rows * bRows;
            for (int n = 0; n < columns; n++)
            {
                double sum = 0;
                for (int k = 0; k < depth; k++) sum += a[row, k] * (TransposeB ? b[first + n, k] : b[first + k, n]);
                output[row, n] = Scale * sum;
            }
        }
    }

    /// <summary>The batch is one more dimension before the last two.</summary>
    public override int Train(TrainingContext context) => context.Add(this, [.. context.Inputs]);

    /// <summary><c>dA = s dY Bᵀ</c> and <c>dB = s Aᵀ dY</c>; of a second value that is transposed, <c>s dYᵀ A</c>.</summary>
    public override void Gradient(GradientContext context)
    {
        int dy = context.OutputGradient, a = context.Inputs[0], b = context.Inputs[1];
        if (context.Needs(0)) context.Give(0, context.Add(new MatMul(!TransposeB, Scale), dy, b));
        if (!context.Needs(1)) return;
        var (left, right) = TransposeB ? (dy, a) : (a, dy);
        int turned = context.Add(new Transpose(Transpose.LastTwo(context.InputShapes[0].Rank)), left);
        context.Give(1, context.Add(new MatMul(Scale: Scale), turned, right));
    }

    public override void Export(OnnxContext context)
    {
        int rank = context.Shape.Rank;
        string a = context.ToChannelsLast(context.Inputs[0], rank), b = context.ToChannelsLast(context.Inputs[1], rank);
        if (TransposeB)
        {
            b = context.Add(
                "Transpose", [b], ("perm", new EquatableArray<int>([0, .. Transpose.LastTwo(rank).Select(axis => axis + 1)])));
        }

        string product = context.Add("MatMul", [a, b]);
        if (Scale != 1) product = context.Add("Mul", [product, context.Scalar(Scale)]);
        context.Return(context.ToChannelsFirst(product, rank));
    }
}
