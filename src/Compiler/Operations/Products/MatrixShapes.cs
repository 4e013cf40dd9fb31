namespace Fusion.Compiler.Operations;

/// <summary>A value seen as matrices, (…, rows, columns), of which those before the last two dimensions count how many there are.</summary>
internal static class MatrixShapes
{
    public static int Rows(this Shape shape) => shape.Dimensions[shape.Rank - 2];

    public static int Matrices(this Shape shape) => shape.Pixels / shape.Rows();

    /// <summary>The dimensions before the last two.</summary>
    public static IEnumerable<int> Leading(this Shape shape) => shape.Dimensions.Take(shape.Rank - 2);

    /// <summary>As many matrices of another size.</summary>
    public static Shape WithMatrix(this Shape shape, int rows, int columns) => new([.. shape.Leading(), rows, columns]);

    public static Shape Transposed(this Shape shape) => shape.WithMatrix(shape.Channels, shape.Rows());
}
