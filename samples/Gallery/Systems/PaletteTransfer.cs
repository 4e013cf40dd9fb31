using MathNet.Numerics.LinearAlgebra;
using ScottPlot;
using SkiaSharp;

namespace Fusion.Samples.Gallery;

/// <summary>A picture under another palette, and how its colours go together.</summary>
[FusedNetwork(32, 32, 3)]
public partial class Palette
{
    [Conv(3, 1, Bias = false)]   Layer colours;

    (Tensor picture, Tensor gram) Forward(Tensor source)
    {
        Tensor picture = colours(source);
        return (picture, Gram(picture, GramNormalization.Positions));
    }
}

/// <summary>
/// The Gram matrix of a picture's channels is what style transfer takes for its style (Gatys et al., "Image Style Transfer Using
/// Convolutional Neural Networks", 2016). A 1×1 convolution W turns it into W·G·Wᵀ, so that with the right W one picture has the other's.
/// </summary>
public static class PaletteTransfer
{
    private const int Side = 32;

    public static Exhibit Exhibit { get; } = new(
        "palette", "a palette is transferred by a 1x1 convolution: the Gram matrix under W",
        "G(W·x) = W·G(x)·Wᵀ; with W = A^½·(A^½·G·A^½)^-½·A^½ it is the Gram matrix A of another picture", Show);

    private static void Show(Findings findings)
    {
        var chance = new Chance(14);
        float[] source = Picture(chance, [0.9, 0.4, 0.1], [0.3, 0.6, 0.2]), style = Picture(chance, [0.1, 0.3, 0.8], [0.7, 0.8, 0.9]);
        Matrix<double> ofSource = GramOf(source), ofStyle = GramOf(style), root = Power(ofStyle, 0.5);
        // The least change of colours that does it: the optimal transport between normal distributions.
        Matrix<double> transfer = root * Power(root * ofSource * root, -0.5) * root;
        Matrix<double> any = Matrix<double>.Build.Dense(3, 3, (_, _) => chance.Normal());

        Matrix<double> rounded = Rounded(transfer);
        (float[] picture, float[] gram) = Run(any, source);
        findings.Agree("W·G·Wᵀ of some W", (Rounded(any) * ofSource * Rounded(any).Transpose()).ToRowMajorArray(), gram);
        (picture, gram) = Run(transfer, source);
        findings.Agree("W·G·Wᵀ of the W that transfers", (rounded * ofSource * rounded.Transpose()).ToRowMajorArray(), gram);
        findings.Agree("it is the Gram matrix of the other picture", ofStyle.ToRowMajorArray(), gram);
        findings.Picture(plot =>
        {
            Add(plot, source, 0);
            Add(plot, style, Side + 2);
            Add(plot, picture, 2 * (Side + 2));
            plot.Axes.SquareUnits();
            plot.HideAxesAndGrid();
            plot.Title("A picture, another, and the first in the other's palette");
        });
    }

    private static (float[] Picture, float[] Gram) Run(Matrix<double> transfer, float[] source)
    {
        var weights = new StateDict();
        weights.Add("colours.weight", [3, 3, 1, 1], [.. transfer.ToRowMajorArray().Select(value => (float)value)]);
        float[] picture = new float[source.Length], gram = new float[9];
        using var network = Palette.Load(weights);
        network.Run(source, picture, gram);
        return (picture, gram);
    }

    private static Matrix<double> Rounded(Matrix<double> matrix) => matrix.Map(value => (double)(float)value);

    private static Matrix<double> GramOf(float[] picture)
    {
        Matrix<double> pixels = Matrix<double>.Build.Dense(picture.Length / 3, 3, (p, c) => picture[3 * p + c]);
        return pixels.Transpose() * pixels / pixels.RowCount;
    }

    /// <summary>Of a symmetric matrix.</summary>
    private static Matrix<double> Power(Matrix<double> matrix, double exponent)
    {
        var parts = matrix.Evd(Symmetricity.Symmetric);
        Vector<double> powers = parts.EigenValues.Map(value => Math.Pow(value.Real, exponent));
        return parts.EigenVectors * Matrix<double>.Build.DenseOfDiagonalVector(powers) * parts.EigenVectors.Transpose();
    }

    /// <summary>Rings between two colours.</summary>
    private static float[] Picture(Chance chance, double[] from, double[] to)
    {
        double x = Side * chance.Uniform(), y = Side * chance.Uniform();
        var picture = new float[Side * Side * 3];
        for (int i = 0; i < picture.Length; i++)
        {
            int c = i % 3, p = i / 3;
            double share = (1 + Math.Sin(0.5 * Math.Sqrt(Math.Pow(p % Side - x, 2) + Math.Pow(p / Side - y, 2)))) / 2;
            picture[i] = (float)(share * from[c] + (1 - share) * to[c] + 0.05 * chance.Normal());
        }
        return picture;
    }

    private static void Add(Plot plot, float[] picture, int left)
    {
        using var bitmap = new SKBitmap(Side, Side);
        for (int p = 0; p < Side * Side; p++)
            bitmap.SetPixel(p % Side, p / Side, new SKColor(Byte(picture[3 * p]), Byte(picture[3 * p + 1]), Byte(picture[3 * p + 2])));
        plot.Add.ImageRect(new Image(bitmap), new CoordinateRect(left, left + Side, 0, Side));

        static byte Byte(float value) => (byte)Math.Clamp(255 * value, 0, 255);
    }
}
