namespace Fusion.Samples;

/// <summary>A picture made by code: rings of colour on a gradient, the same on every machine.</summary>
internal static class TestImage
{
    public static byte[] Make(int width, int height, int channels)
    {
        var pixels = new byte[width * height * channels];
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
                for (int c = 0; c < channels; c++)
                    pixels[(y * width + x) * channels + c] = Shade((double)x / width, (double)y / height, c);
        return pixels;
    }

    private static byte Shade(double x, double y, int channel)
    {
        double dx = x - 0.35 - 0.15 * channel, dy = y - 0.5;
        double rings = 0.5 + 0.5 * Math.Cos(40 * Math.Sqrt(dx * dx + dy * dy));
        return (byte)(255 * (0.25 * (channel == 1 ? y : x) + 0.75 * rings));
    }
}
