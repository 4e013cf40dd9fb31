using SkiaSharp;

namespace Fusion.Samples;

/// <summary>Reading, scaling and writing pictures.</summary>
internal static class Picture
{
    private static readonly Dictionary<string, SKEncodedImageFormat> Formats = new(StringComparer.OrdinalIgnoreCase)
    {
        [".png"] = SKEncodedImageFormat.Png,
        [".jpg"] = SKEncodedImageFormat.Jpeg,
        [".jpeg"] = SKEncodedImageFormat.Jpeg,
        [".webp"] = SKEncodedImageFormat.Webp,
    };

    /// <summary>Reads a picture and turns it upright, as its camera says.</summary>
    public static SKBitmap Load(string path)
    {
        using FileStream file = UserFile.Open(path, "a picture");
        using SKData data = SKData.Create(file);
        using SKCodec codec = SKCodec.Create(data)
            ?? throw new UserException($"{path} is no picture that can be read here (JPEG, PNG, WebP, GIF, BMP).");
        var info = new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Premul);
        using var stored = new SKBitmap(info);
        SKCodecResult result = codec.GetPixels(info, stored.GetPixels());
        if (result != SKCodecResult.Success) throw new UserException($"{path} is damaged ({result}): it cannot be read to its end.");
        return Upright(stored, codec.EncodedOrigin);
    }

    /// <summary>Scales a picture to fit a square, in its top left corner, and gives the square's pixels as R, G, B bytes.</summary>
    /// <returns>The pixels, and by how much coordinates of the square have to be multiplied to be coordinates of the picture.</returns>
    public static (byte[] Pixels, float Factor) Letterbox(SKBitmap picture, int edge, SKColor background)
    {
        float scale = Math.Min((float)edge / picture.Width, (float)edge / picture.Height);
        return (Render(picture, edge, edge, new SKRect(0, 0, picture.Width * scale, picture.Height * scale), background), 1 / scale);
    }

    /// <summary>Scales a picture to cover a rectangle and gives its middle as R, G, B bytes.</summary>
    public static byte[] Crop(SKBitmap picture, int width, int height)
    {
        float scale = Math.Max((float)width / picture.Width, (float)height / picture.Height);
        (float w, float h) = (picture.Width * scale, picture.Height * scale);
        return Render(picture, width, height, SKRect.Create((width - w) / 2, (height - h) / 2, w, h), SKColors.Black);
    }

    /// <summary>Says what is wrong with a target before anything is computed.</summary>
    public static void CheckTarget(string path)
    {
        Format(path);
        UserFile.CheckWritable(path, "--output");
        if (FilePlace.Problem(FilePlace.Target(path)) is { } problem) throw new UserException($"--output {path} {problem}.");
    }

    private static SKEncodedImageFormat Format(string path) =>
        Formats.TryGetValue(Path.GetExtension(path), out SKEncodedImageFormat format) ? format
        : throw new UserException($"--output {path}: the name has to end in {string.Join(", ", Formats.Keys)}.");

    /// <summary>Writes beside the target and moves then, so that there is never half a picture. What a link leads to is replaced; what is
    /// no file stays.</summary>
    public static void Save(SKBitmap picture, string path)
    {
        using SKData data = picture.Encode(Format(path), 92)
            ?? throw new UserException($"The picture cannot be written as {Path.GetExtension(path)}.");
        try
        {
            FileReplacement.Write(path, data.SaveTo);
        }
        catch (IOException error)
        {
            throw new UserException(error.Message);
        }
    }

    private static byte[] Render(SKBitmap picture, int width, int height, SKRect target, SKColor background)
    {
        using var scaled = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Premul));
        using (var canvas = new SKCanvas(scaled))
        using (SKImage image = SKImage.FromBitmap(picture))
        {
            canvas.Clear(background);
            canvas.DrawImage(image, target, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        }

        ReadOnlySpan<byte> source = scaled.GetPixelSpan();
        var pixels = new byte[width * height * 3];
        for (int i = 0; i < width * height; i++) source.Slice(4 * i, 3).CopyTo(pixels.AsSpan(3 * i));
        return pixels;
    }

    private static SKBitmap Upright(SKBitmap stored, SKEncodedOrigin origin)
    {
        if (origin is SKEncodedOrigin.TopLeft or SKEncodedOrigin.Default) return stored.Copy();
        bool turned =
            origin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;
        (int w, int h) = (stored.Width, stored.Height);
        var upright = new SKBitmap(new SKImageInfo(turned ? h : w, turned ? w : h, stored.ColorType, stored.AlphaType));
        using var canvas = new SKCanvas(upright);
        canvas.SetMatrix(origin switch
        {
            SKEncodedOrigin.TopRight => new SKMatrix(-1, 0, w, 0, 1, 0, 0, 0, 1),
            SKEncodedOrigin.BottomRight => new SKMatrix(-1, 0, w, 0, -1, h, 0, 0, 1),
            SKEncodedOrigin.BottomLeft => new SKMatrix(1, 0, 0, 0, -1, h, 0, 0, 1),
            SKEncodedOrigin.LeftTop => new SKMatrix(0, 1, 0, 1, 0, 0, 0, 0, 1),
            SKEncodedOrigin.RightTop => new SKMatrix(0, -1, h, 1, 0, 0, 0, 0, 1),
            SKEncodedOrigin.RightBottom => new SKMatrix(0, -1, h, -1, 0, w, 0, 0, 1),
            _ => new SKMatrix(0, 1, 0, -1, 0, w, 0, 0, 1),
        });
        canvas.DrawBitmap(stored, 0, 0, new SKSamplingOptions(SKFilterMode.Nearest));
        return upright;
    }
}
