using Fusion.Compiler.Onnx;

namespace Fusion.Compiler.Operations;

/// <summary>
/// The sequence g that minimises Σ‖g_t − x_t‖² + λ Σ‖g_t − g_{t−1}‖² along the first spatial dimension: the solution of
/// (I + λ D) g = x, D being tridiagonal with 2 on the diagonal (1 at both ends) and −1 beside it, by elimination in order (Thomas'
/// algorithm). The matrix is symmetric, and so the gradient is the same operation.
/// </summary>
public sealed record Smooth(int Axis, double Lambda) : PositionScan(Axis)
{
    public static OperationDefinition Definition { get; } = OperationDefinition.Single("Smooth", (arguments, inputs, _) =>
    {
        double lambda = arguments.Double("lambda", double.NaN);
        if (double.IsNaN(lambda)) throw new ShapeException("Smooth: the argument lambda is missing.", "lambda");
        if (lambda < 0)
            throw new ShapeException($"Smooth: lambda is {lambda}, but it must be at least 0. Use a larger one.", "lambda");
        return new Smooth(AxisOf("Smooth", arguments, inputs), lambda);
    }).WhoseShapeIgnores("lambda");

    public override IEnumerable<(string Name, object Value)> Properties => [.. base.Properties, ("lambda", Lambda)];

    /// <summary>The reciprocal of each pivot of the elimination, which depends on nothing but the length and λ.</summary>
    public double[] Pivots(int length)
    {
        double[] pivots = new double[length];
        double before = 0;
        for (int t = 0; t < length; t++)
            before = pivots[t] = 1 / (1 + Lambda * ((t > 0 ? 1 : 0) + (t < length - 1 ? 1 : 0)) - Lambda * Lambda * before);
        return pivots;
    }

    protected override void Scan(double[] values)
    {
        double[] pivots = Pivots(values.Length);
        for (int t = 0; t < values.Length; t++) values[t] = (values[t] + (t > 0 ? Lambda * values[t - 1] : 0)) * pivots[t];
        for (int t = values.Length - 2; t >= 0; t--) values[t] += Lambda * pivots[t] * values[t + 1];
    }

    public override void Gradient(GradientContext context) => context.Give(0, context.Add(this, context.OutputGradient));

    /// <summary>ONNX has no solver: the inverse matrix, times the sequence.</summary>
    public override void Export(OnnxContext context)
    {
        Shape input = context.InputShapes[0];
        if (input.SpatialRank != 1) throw new NotSupportedException("Only sequences (L, C) are smoothed in ONNX.");
        int length = input.Width;
        float[] inverse = new float[length * length];
        for (int column = 0; column < length; column++)
        {
            double[] unit = new double[length];
            unit[column] = 1;
            Scan(unit);
            // Symmetric, so that rows are columns.
            for (int row = 0; row < length; row++) inverse[column * length + row] = (float)unit[row];
        }

        string matrix = context.Add("Reshape", [context.Floats([.. inverse]), context.Longs([length, length])]);
        context.Return(context.Add("MatMul", [context.Inputs[0], matrix]));
    }
}
