namespace Fusion.Samples;

/// <summary>A grey picture of any size.</summary>
/// <param name="Pixels">Row by row.</param>
internal sealed record GreyPicture(byte[] Pixels, int Width, int Height)
{
    public byte this[int y, int x] => Pixels[y * Width + x];

    /// <summary>The median of the pixels at the edges.</summary>
    public byte Background()
    {
        List<byte> edge = [];
        for (int x = 0; x < Width; x++) edge.AddRange([this[0, x], this[Height - 1, x]]);
        for (int y = 0; y < Height; y++) edge.AddRange([this[y, 0], this[y, Width - 1]]);
        edge.Sort();
        return edge[edge.Count / 2];
    }

    public GreyPicture Inverted() => this with { Pixels = Array.ConvertAll(Pixels, pixel => (byte)(255 - pixel)) };

    /// <summary>Makes a dark grey black, what is darker too, and stretches what is lighter.</summary>
    public GreyPicture WithBlack(byte grey) => this with
    {
        Pixels = Array.ConvertAll(Pixels, pixel => (byte)(Math.Max(0, pixel - grey) * 255 / Math.Max(1, 255 - grey))),
    };

    /// <summary>The smallest part outside of which nothing is lighter than the given grey; null where nothing is.</summary>
    public GreyPicture? Trimmed(byte grey)
    {
        int top = Height, bottom = -1, left = Width, right = -1;
        for (int y = 0; y < Height; y++)
            for (int x = 0; x < Width; x++)
            {
                if (this[y, x] <= grey) continue;
                (top, bottom) = (Math.Min(top, y), Math.Max(bottom, y));
                (left, right) = (Math.Min(left, x), Math.Max(right, x));
            }
        return bottom < 0 ? null : Part(top, left, bottom - top + 1, right - left + 1);
    }

    /// <summary>Scaled to fit a black square, in its middle: each pixel is the mean of the area that it covers.</summary>
    public GreyPicture Fitted(int edge)
    {
        double scale = (double)Math.Max(Width, Height) / edge;
        int width = Math.Max(1, (int)Math.Round(Width / scale)), height = Math.Max(1, (int)Math.Round(Height / scale));
        int top = (edge - height) / 2, left = (edge - width) / 2;
        byte[] pixels = new byte[edge * edge];
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
                pixels[(top + y) * edge + left + x] = Mean(
                    (double)y * Height / height, (y + 1.0) * Height / height, (double)x * Width / width, (x + 1.0) * Width / width);
        return new GreyPicture(pixels, edge, edge);
    }

    private GreyPicture Part(int top, int left, int height, int width)
    {
        byte[] part = new byte[height * width];
        for (int y = 0; y < height; y++) Pixels.AsSpan((top + y) * Width + left, width).CopyTo(part.AsSpan(y * width));
        return new GreyPicture(part, width, height);
    }

    private byte Mean(double top, double bottom, double left, double right)
    {
        double sum = 0, area = 0;
        for (int y = (int)top; y < Math.Min(Height, bottom); y++)
            for (int x = (int)left; x < Math.Min(Width, right); x++)
            {
                double share = (Math.Min(y + 1, bottom) - Math.Max(y, top)) * (Math.Min(x + 1, right) - Math.Max(x, left));
                sum += share * this[y, x];
                area += share;
            }
        return (byte)Math.Round(sum / area);
    }
}
