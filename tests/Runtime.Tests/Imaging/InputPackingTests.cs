using Fusion.Runtime;

namespace Fusion.Tests.Imaging;

public sealed unsafe class InputPackingTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Bytes_are_normalised_bit_for_bit(bool swap)
    {
        for (int channels = swap ? 3 : 1; channels <= 4; channels++)
        {
            float[] mean = [.. new[] { 123.675f, 116.28f, 103.53f, 7 }.Take(channels)];
            float[] deviation = [.. new[] { 58.395f, 57.12f, 57.375f, 0.3f }.Take(channels)];
            var normalization = new ImageNormalization(mean, deviation, swap);
            foreach (int width in new[] { 1, 2, 3, 4, 5, 6, 7, 8, 15, 16, 17, 31, 32, 33, 53, 224 })
                Check(width, channels, normalization, mean, deviation);
        }
    }

    [Fact]
    public void One_mean_stands_for_all_channels()
    {
        Check(13, 3, ImageNormalization.UnitRange, [0, 0, 0], [255, 255, 255]);
        Check(13, 2, ImageNormalization.None, [0, 0], [1, 1]);
        Check(13, 3, ImageNormalization.ImageNet, [123.675f, 116.28f, 103.53f], [58.395f, 57.12f, 57.375f]);
    }

    [Fact]
    public void Floats_are_copied()
    {
        const int Rows = 5, Row = 7, Stride = 16;
        float[] source = [.. Enumerable.Range(0, Rows * Row).Select(i => i + 0.5f)];
        float[] target = new float[Rows * Stride];
        Run(source, target, null, Row, 1, Stride, Rows);
        for (int i = 0; i < target.Length; i++)
            Assert.Equal(i / Stride is 0 or Rows - 1 || i % Stride >= Row ? 0 : source[i / Stride * Row + i % Stride], target[i]);
    }

    [Fact]
    public void Normalizations_are_checked()
    {
        Assert.Throws<ArgumentException>("mean", () => new ImageNormalization([], []));
        Assert.Throws<ArgumentException>("mean", () => new ImageNormalization(new float[5], new float[5]));
        Assert.Throws<ArgumentException>("mean", () => new ImageNormalization([float.NaN], [1]));
        Assert.Throws<ArgumentException>("deviation", () => new ImageNormalization([1, 2], [1]));
        Assert.Throws<ArgumentException>("deviation", () => new ImageNormalization([1], [0]));
        Assert.Throws<ArgumentException>("deviation", () => new ImageNormalization([1], [float.Epsilon]));
        Assert.Throws<ArgumentException>("deviation", () => new ImageNormalization([1], [float.PositiveInfinity]));

        AssertRefused("3 channels", ImageNormalization.ImageNet, 4);
        AssertRefused("5 channels", ImageNormalization.None, 5);
        AssertRefused("swaps red and blue", new ImageNormalization([0], [1], swapRedAndBlue: true), 1);

        static void AssertRefused(string message, ImageNormalization normalization, int channels)
        {
            PixelNormalization pixels;
            var pointer = (nint)(&pixels);
            Assert.Contains(message,
                Assert.Throws<ArgumentException>("normalization", () =>
                normalization.Write((PixelNormalization*)pointer, channels)).Message);
        }
    }

    private static void Check(int width, int channels, ImageNormalization normalization, float[] mean, float[] deviation)
    {
        const int Rows = 4;
        int row = width * channels, stride = row + 3;
        byte[] source = new byte[Rows * row];
        new Random(width).NextBytes(source);
        float[] target = new float[Rows * stride];
        PixelNormalization pixels;
        normalization.Write(&pixels, channels);
        Run(source, target, &pixels, row, channels, stride, Rows);
        for (int i = 0; i < target.Length; i++)
        {
            int y = i / stride, x = i % stride, c = x % channels;
            float expected = 0;
            if (y is > 0 and < Rows - 1 && x < row)
            {
                int from = normalization.SwapRedAndBlue && c != 1 && c != 3 ? x - c + (2 - c) : x;
                expected = MathF.FusedMultiplyAdd(source[y * row + from], (float)(1.0 / deviation[c]),
                    (float)(-(double)mean[c] / deviation[c]));
            }
            Assert.Equal(BitConverter.SingleToUInt32Bits(expected), BitConverter.SingleToUInt32Bits(target[i]));
        }
    }

    /// <summary>All rows but the first and the last, as a thread's share.</summary>
    private static void Run<T>(T[] source, float[] target, PixelNormalization* pixels, int row, int channels, int stride, int rows)
        where T : unmanaged
    {
        fixed (T* input = source)
        {
            fixed (float* output = target)
            {
                void* binding = input;
                var arguments = new KernelArguments { Bindings = &binding, Normalization = pixels };
                InputPacking.Rows(&arguments, 0, row, channels, output, stride, 1, rows - 1);
            }
        }
    }
}
