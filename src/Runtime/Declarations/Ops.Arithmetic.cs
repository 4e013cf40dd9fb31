namespace Fusion;

// Arithmetic.
public static partial class Ops
{
    /// <summary>e^x.</summary>
    /// <param name="x">(…, C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor Exp(Tensor x) => throw Declaration.NotExecutable();

    /// <summary>The sine of an angle in radians; of numbers beyond 2^48 it is no number.</summary>
    /// <param name="x">(…, C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor Sin(Tensor x) => throw Declaration.NotExecutable();

    /// <summary>The cosine of an angle in radians; of numbers beyond 2^48 it is no number.</summary>
    /// <param name="x">(…, C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor Cos(Tensor x) => throw Declaration.NotExecutable();

    /// <summary>The natural logarithm; −∞ of 0, and NaN of less.</summary>
    /// <param name="x">(…, C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor Log(Tensor x) => throw Declaration.NotExecutable();

    /// <summary>√x; NaN of less than 0.</summary>
    /// <param name="x">(…, C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor Sqrt(Tensor x) => throw Declaration.NotExecutable();

    /// <summary>1 / √x; infinity of 0, and NaN of less.</summary>
    /// <param name="x">(…, C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor Rsqrt(Tensor x) => throw Declaration.NotExecutable();

    /// <summary>x².</summary>
    /// <param name="x">(…, C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor Square(Tensor x) => throw Declaration.NotExecutable();

    /// <summary>|x|.</summary>
    /// <param name="x">(…, C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor Abs(Tensor x) => throw Declaration.NotExecutable();

    /// <summary>−x.</summary>
    /// <param name="x">(…, C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor Negate(Tensor x) => throw Declaration.NotExecutable();

    /// <summary>x to the power of a number. Of x below 0 only whole powers are numbers.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="exponent">The power.</param>
    /// <returns>(…, C).</returns>
    public static Tensor Pow(Tensor x, double exponent) => throw Declaration.NotExecutable();

    /// <summary>x to the power of another value, element by element, spread as in x + y. Of x below 0 only whole powers are numbers;
    /// everything to the power of 0 is 1.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="exponent">(…, C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor Pow(Tensor x, Tensor exponent) => throw Declaration.NotExecutable();

    /// <summary>A number to the power of a value, element by element.</summary>
    /// <param name="x">A number above 0.</param>
    /// <param name="exponent">(…, C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor Pow(double x, Tensor exponent) => throw Declaration.NotExecutable();

    /// <summary>numerator / x.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="numerator">What is divided by x.</param>
    /// <returns>(…, C).</returns>
    public static Tensor Reciprocal(Tensor x, double numerator = 1) => throw Declaration.NotExecutable();

    /// <summary>scale · x + offset.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="scale">What x is multiplied by.</param>
    /// <param name="offset">What is added.</param>
    /// <returns>(…, C).</returns>
    public static Tensor Affine(Tensor x, double scale, double offset = 0) => throw Declaration.NotExecutable();

    /// <summary>min(max(x, min), max). NaN stays.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="min">The least result; none unless it is given.</param>
    /// <param name="max">The greatest result; none unless it is given.</param>
    /// <returns>(…, C).</returns>
    public static Tensor Clamp(Tensor x, double min = double.NegativeInfinity, double max = double.PositiveInfinity) =>
        throw Declaration.NotExecutable();

    /// <summary>The smaller of two values, element by element; NaN where one is NaN. Shapes fit as for <c>x + y</c>.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="y">(…, C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor Minimum(Tensor x, Tensor y) => throw Declaration.NotExecutable();

    /// <summary>The smaller of two, an element and a number; NaN where the element is NaN.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="y">A number.</param>
    /// <returns>(…, C).</returns>
    public static Tensor Minimum(Tensor x, double y) => throw Declaration.NotExecutable();

    /// <summary>The smaller of two, a number and an element; NaN where the element is NaN.</summary>
    /// <param name="x">A number.</param>
    /// <param name="y">(…, C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor Minimum(double x, Tensor y) => throw Declaration.NotExecutable();

    /// <summary>The greater of two values, element by element; NaN where one is NaN. Shapes fit as for <c>x + y</c>.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="y">(…, C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor Maximum(Tensor x, Tensor y) => throw Declaration.NotExecutable();

    /// <summary>The greater of two, an element and a number; NaN where the element is NaN.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="y">A number.</param>
    /// <returns>(…, C).</returns>
    public static Tensor Maximum(Tensor x, double y) => throw Declaration.NotExecutable();

    /// <summary>The greater of two, a number and an element; NaN where the element is NaN.</summary>
    /// <param name="x">A number.</param>
    /// <param name="y">(…, C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor Maximum(double x, Tensor y) => throw Declaration.NotExecutable();

    /// <summary><c>x - y</c>, element by element.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="y">(…, C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor Subtract(Tensor x, Tensor y) => throw Declaration.NotExecutable();

    /// <summary><c>x / y</c>, element by element.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="y">(…, C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor Divide(Tensor x, Tensor y) => throw Declaration.NotExecutable();

    /// <summary>The sum, element by element; a side with the size 1, or no dimension, counts for all of the other's.</summary>
    /// <remarks><c>a + b + …</c></remarks>
    /// <param name="values">(…, C) each.</param>
    /// <returns>(…, C).</returns>
    public static Tensor Add(params Tensor[] values) => throw Declaration.NotExecutable();

    /// <summary>The product, element by element; a side with the size 1, or no dimension, counts for all of the other's.</summary>
    /// <remarks><c>a · b · …</c></remarks>
    /// <param name="values">(…, C) each.</param>
    /// <returns>(…, C).</returns>
    public static Tensor Multiply(params Tensor[] values) => throw Declaration.NotExecutable();
}
