using SkiaSharp;

namespace Fusion.Samples;

/// <summary>
/// A picture as the network has learnt them: 28×28, grey, light on black, from edge to edge. Fashion-MNIST's own were made from photographs
/// in the same way (arXiv 1708.07747, figure 1), but sharpened, too.
/// </summary>
/// <param name="Pixels">28×28 bytes.</param>
/// <param name="Changes">What was done to the picture, in words.</param>
internal sealed record ClothesPicture(byte[] Pixels, string Changes)
{
    public const int Edge = 28;

    /// <summary>What is as dark as this is background: 5 % of white.</summary>
    private const byte Dark = 13;

    /// <summary>From this on, a background is light.</summary>
    private const byte Middle = 128;

    public static ClothesPicture Load(string path)
    {
        using SKBitmap picture = Picture.Load(path);
        (GreyPicture grey, bool hasColour) = Grey(picture);
        return Of(grey, hasColour);
    }

    /// <summary>Makes of a picture what the network has learnt.</summary>
    /// <param name="hadColour">Whether it was not grey before.</param>
    public static ClothesPicture Of(GreyPicture picture, bool hadColour)
    {
        List<string> changes = [$"{picture.Width}×{picture.Height}"];
        if (hadColour) changes.Add("made grey");
        byte background = picture.Background();
        if (background >= Middle)
        {
            picture = picture.Inverted();
            background = (byte)(255 - background);
            changes.Add("inverted, because its background is light");
        }
        if (picture.Width == Edge && picture.Height == Edge && background <= Dark)
            return new ClothesPicture(picture.Pixels, Sentence(changes));
        if (background > 0)
        {
            picture = picture.WithBlack(background);
            changes.Add("its background made black");
        }
        if (picture.Trimmed(Dark) is not { } trimmed) changes.Add("nothing stands out from the background");
        else if (trimmed.Pixels.Length != picture.Pixels.Length)
        {
            picture = trimmed;
            changes.Add($"cut to the {picture.Width}×{picture.Height} that stand out");
        }
        picture = picture.Fitted(Edge);
        changes.Add($"scaled to {Edge}×{Edge}");
        return new ClothesPicture(picture.Pixels, Sentence(changes));
    }

    private static string Sentence(List<string> changes) =>
        changes.Count == 1 ? $"{changes[0]}, taken as it is" : string.Join(", ", changes);

    /// <summary>Luminance (ITU-R BT.601) over white.</summary>
    private static (GreyPicture Picture, bool HasColour) Grey(SKBitmap picture)
    {
        ReadOnlySpan<byte> rgba = picture.GetPixelSpan();
        byte[] pixels = new byte[picture.Width * picture.Height];
        bool hasColour = false;
        for (int i = 0; i < pixels.Length; i++)
        {
            // Premultiplied: what is transparent is 0, and white takes its place.
            int white = 255 - rgba[4 * i + 3], r = rgba[4 * i] + white, g = rgba[4 * i + 1] + white, b = rgba[4 * i + 2] + white;
            hasColour |= r != g || g != b;
            pixels[i] = (byte)((299 * r + 587 * g + 114 * b + 500) / 1000);
        }
        return (new GreyPicture(pixels, picture.Width, picture.Height), hasColour);
    }
}
